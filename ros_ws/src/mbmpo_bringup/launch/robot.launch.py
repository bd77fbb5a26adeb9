"""A physical robot: its controllers if it has ros2_control, the hand controller, the controller."""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.conditions import IfCondition
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from mbmpo_bringup import parts


def generate_launch_description():
    return LaunchDescription(
        [
            parts.robot(),
            parts.run(),
            parts.broker(),
            parts.wire('dds'),
            parts.namespace(),
            parts.domain(),
            parts.localhost_only(),
            parts.interface(),
            DeclareLaunchArgument(
                'ros2_control',
                default_value='',
                choices=['', 'position', 'effort'],
                description='position or effort: start forward_position_controller or'
                ' forward_effort_controller in the controller manager that the robot runs, and command'
                ' that; empty: the robot takes commands as its robot.yaml says.',
            ),
            DeclareLaunchArgument(
                'controller_manager',
                default_value='/controller_manager',
                description='Name of the controller manager that the robot runs.',
            ),
            parts.switch(
                'joy', 'true', "true: read the operator's hand controller (joy_node); false: without."
            ),
            parts.switch('view', 'false', 'true: RViz and diagnostics too; false: without.'),
            parts.include(
                'ros2_control.launch.py',
                {
                    'command': LaunchConfiguration('ros2_control'),
                    **parts.same('robot', 'controller_manager'),
                },
                condition=parts.if_given('ros2_control'),
            ),
            Node(
                package='joy',
                executable='joy_node',
                namespace=LaunchConfiguration('namespace'),
                # Silence is a lost operator, so an untouched stick speaks too.
                parameters=[{'autorepeat_rate': 20.0}],
                condition=IfCondition(LaunchConfiguration('joy')),
            ),
            parts.include(
                'controller.launch.py',
                {
                    'command': LaunchConfiguration('ros2_control'),
                    'clock': '',
                    **parts.same(
                        'robot',
                        'run',
                        'broker',
                        'wire',
                        'namespace',
                        'domain',
                        'localhost_only',
                        'interface',
                    ),
                },
            ),
            parts.include(
                'view.launch.py',
                parts.same('robot', 'namespace'),
                condition=IfCondition(LaunchConfiguration('view')),
            ),
        ]
    )

"""Starts the controllers of ros2_control that take what the controller commands."""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from mbmpo_bringup import parts

# Gazebo starts its controller manager only when it has loaded the world.
WAIT_S = '60'


def spawner(name, *more):
    return Node(
        package='controller_manager',
        executable='spawner',
        arguments=[
            name,
            '--controller-manager',
            LaunchConfiguration('controller_manager'),
            '--controller-manager-timeout',
            WAIT_S,
            *more,
        ],
    )


def generate_launch_description():
    controllers = [parts.share('config'), '/', LaunchConfiguration('robot'), '_controllers.yaml']
    return LaunchDescription(
        [
            parts.robot(),
            DeclareLaunchArgument(
                'command',
                default_value='position',
                choices=['position', 'effort'],
                description='What is commanded: forward_position_controller or'
                ' forward_effort_controller; ros2.command in robot.yaml must fit.',
            ),
            DeclareLaunchArgument(
                'controller_manager',
                default_value='/controller_manager',
                description='Name of the controller manager, which the robot or Gazebo runs.',
            ),
            spawner('joint_state_broadcaster'),
            spawner(
                ['forward_', LaunchConfiguration('command'), '_controller'],
                '--param-file',
                controllers,
            ),
        ]
    )

"""Looking at a robot: its links in RViz, its diagnostics in order."""

import os
from xml.etree import ElementTree

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, OpaqueFunction
from launch.conditions import IfCondition
from launch.substitutions import Command, LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from mbmpo_bringup import parts


def root_link(urdf):
    """The link that no joint leads to."""
    robot = ElementTree.parse(urdf).getroot()
    children = {joint.find('child').get('link') for joint in robot.findall('joint')}
    return next(
        link.get('name') for link in robot.findall('link') if link.get('name') not in children
    )


def rviz(context):
    robot = LaunchConfiguration('robot').perform(context)
    frame = LaunchConfiguration('frame').perform(context)
    return [
        Node(
            package='rviz2',
            executable='rviz2',
            namespace=LaunchConfiguration('namespace'),
            arguments=[
                '-d',
                parts.share('rviz', 'mbmpo.rviz'),
                '-f',
                frame or root_link(os.path.join(parts.robots(), robot, f'{robot}.urdf')),
            ],
            parameters=[{'use_sim_time': LaunchConfiguration('use_sim_time')}],
        )
    ]


def generate_launch_description():
    robot = LaunchConfiguration('robot')
    urdf = [parts.robots(), '/', robot, '/', robot, '.urdf']
    return LaunchDescription(
        [
            parts.robot(),
            DeclareLaunchArgument(
                'namespace',
                default_value='',
                description='Namespace that the robot is in; empty: none.',
            ),
            DeclareLaunchArgument(
                'frame',
                default_value='',
                description='Frame that RViz stands on: odom where something publishes it on /tf;'
                " empty: the robot's root link.",
            ),
            parts.switch('rviz', 'true', 'true: open RViz; false: without.'),
            parts.switch(
                'description',
                'true',
                'true: publish the links (robot_state_publisher); false: somebody else does.',
            ),
            parts.switch('diagnostics', 'true', 'true: aggregate diagnostics; false: without.'),
            parts.use_sim_time(),
            Node(
                package='robot_state_publisher',
                executable='robot_state_publisher',
                namespace=LaunchConfiguration('namespace'),
                parameters=[
                    {
                        'robot_description': ParameterValue(
                            Command(['cat ', *urdf]), value_type=str
                        ),
                        'use_sim_time': LaunchConfiguration('use_sim_time'),
                    }
                ],
                condition=IfCondition(LaunchConfiguration('description')),
            ),
            Node(
                package='diagnostic_aggregator',
                executable='aggregator_node',
                parameters=[parts.share('config', 'diagnostics.yaml')],
                condition=IfCondition(LaunchConfiguration('diagnostics')),
            ),
            OpaqueFunction(function=rviz, condition=IfCondition(LaunchConfiguration('rviz'))),
        ]
    )

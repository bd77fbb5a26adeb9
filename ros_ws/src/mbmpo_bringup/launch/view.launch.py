"""Looking at a robot: its links in RViz, its diagnostics in order."""

import os

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.conditions import IfCondition
from launch.substitutions import Command, LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue


def generate_launch_description():
    share = get_package_share_directory('mbmpo_bringup')
    robots = os.path.join(get_package_share_directory('mbmpo_description'), 'robots')
    robot = LaunchConfiguration('robot')
    urdf = [robots, '/', robot, '/', robot, '.urdf']
    return LaunchDescription(
        [
            DeclareLaunchArgument(
                'robot', default_value='go1', description='Robot: a folder of robot-configs.'
            ),
            DeclareLaunchArgument(
                'namespace',
                default_value='',
                description='Namespace that the robot is in; empty: none.',
            ),
            DeclareLaunchArgument(
                'frame',
                default_value='trunk',
                description='Root link of the URDF, which RViz stands on: base for anymal_c.',
            ),
            DeclareLaunchArgument(
                'rviz', default_value='true', description='true: open RViz; false: without.'
            ),
            DeclareLaunchArgument(
                'diagnostics',
                default_value='true',
                description='true: aggregate diagnostics; false: without.',
            ),
            Node(
                package='robot_state_publisher',
                executable='robot_state_publisher',
                namespace=LaunchConfiguration('namespace'),
                parameters=[
                    {'robot_description': ParameterValue(Command(['cat ', *urdf]), value_type=str)}
                ],
            ),
            Node(
                package='diagnostic_aggregator',
                executable='aggregator_node',
                parameters=[os.path.join(share, 'config', 'diagnostics.yaml')],
                condition=IfCondition(LaunchConfiguration('diagnostics')),
            ),
            Node(
                package='rviz2',
                executable='rviz2',
                namespace=LaunchConfiguration('namespace'),
                arguments=[
                    '-d',
                    os.path.join(share, 'rviz', 'mbmpo.rviz'),
                    '-f',
                    LaunchConfiguration('frame'),
                ],
                condition=IfCondition(LaunchConfiguration('rviz')),
            ),
        ]
    )

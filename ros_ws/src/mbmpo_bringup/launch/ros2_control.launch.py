"""Starts the controllers of ros2_control that take what the controller commands."""

import os

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node


def generate_launch_description():
    config = os.path.join(get_package_share_directory('mbmpo_bringup'), 'config')
    controllers = [config, '/', LaunchConfiguration('robot'), '_controllers.yaml']
    return LaunchDescription(
        [
            DeclareLaunchArgument(
                'robot', default_value='go1', description='Robot: a folder of robot-configs.'
            ),
            DeclareLaunchArgument(
                'command',
                default_value='forward_position_controller',
                choices=['forward_position_controller', 'forward_effort_controller'],
                description='What takes the commands; ros2.command in robot.yaml must fit.',
            ),
            DeclareLaunchArgument(
                'controller_manager',
                default_value='/controller_manager',
                description='Name of the controller manager, which the robot or Gazebo runs.',
            ),
            Node(
                package='controller_manager',
                executable='spawner',
                arguments=[
                    'joint_state_broadcaster',
                    '--controller-manager',
                    LaunchConfiguration('controller_manager'),
                ],
            ),
            Node(
                package='controller_manager',
                executable='spawner',
                arguments=[
                    LaunchConfiguration('command'),
                    '--controller-manager',
                    LaunchConfiguration('controller_manager'),
                    '--param-file',
                    controllers,
                ],
            ),
        ]
    )

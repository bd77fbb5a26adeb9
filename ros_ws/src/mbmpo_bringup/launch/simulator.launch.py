"""The embedded simulator as a ROS 2 robot of its own."""

import os

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, ExecuteProcess
from launch.substitutions import EnvironmentVariable, LaunchConfiguration


def mbmpo():
    """The path of ./mbmpo in the repository that the workspace was built in."""
    share = get_package_share_directory('mbmpo_bringup')
    with open(os.path.join(share, 'mbmpo_root'), encoding='utf-8') as file:
        return os.path.join(file.read().strip(), 'mbmpo')


def generate_launch_description():
    return LaunchDescription(
        [
            DeclareLaunchArgument(
                'robot', default_value='go1', description='Robot: a folder of robot-configs.'
            ),
            DeclareLaunchArgument(
                'namespace',
                default_value='',
                description='Namespace of the relative topic names; empty: none.',
            ),
            DeclareLaunchArgument(
                'domain',
                default_value=EnvironmentVariable('ROS_DOMAIN_ID', default_value='0'),
                description='ROS domain, 0 to 232.',
            ),
            DeclareLaunchArgument(
                'seed', default_value='1', description='Seed of the first start pose.'
            ),
            ExecuteProcess(
                cmd=[
                    mbmpo(),
                    'sim',
                    '--robot',
                    LaunchConfiguration('robot'),
                    '--namespace',
                    LaunchConfiguration('namespace'),
                    '--domain',
                    LaunchConfiguration('domain'),
                    '--seed',
                    LaunchConfiguration('seed'),
                ],
                output='screen',
            ),
        ]
    )

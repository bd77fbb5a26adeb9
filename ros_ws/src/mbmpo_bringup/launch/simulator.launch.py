"""The embedded simulator as a ROS 2 robot of its own."""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from mbmpo_bringup import parts


def generate_launch_description():
    return LaunchDescription(
        [
            parts.robot(),
            parts.namespace(),
            parts.domain(),
            DeclareLaunchArgument(
                'seed', default_value='1', description='Seed of the first start pose.'
            ),
            parts.mbmpo(
                ['sim'],
                {
                    '--robot': 'robot',
                    '--namespace': 'namespace',
                    '--domain': 'domain',
                    '--seed': 'seed',
                },
            ),
        ]
    )

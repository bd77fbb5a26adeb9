"""A recording once more: its sensors on the topics and in RViz, or through a new controller."""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, EmitEvent, ExecuteProcess, SetEnvironmentVariable
from launch.conditions import IfCondition, UnlessCondition
from launch.events import Shutdown
from launch.substitutions import LaunchConfiguration
from mbmpo_bringup import parts

# What a robot says. Nothing that a robot obeys: no commands, no hand controller.
TOPICS = ['/joint_states', '/imu/data', '/odom', '/tf', '/diagnostics']

ENDED = [EmitEvent(event=Shutdown(reason='the recording has ended'))]


def generate_launch_description():
    check = LaunchConfiguration('check')
    return LaunchDescription(
        [
            parts.robot(),
            DeclareLaunchArgument(
                'recording',
                description='Recording (.mcap) of ./mbmpo robot; with check:=true also a folder of'
                ' recordings or a run folder.',
            ),
            parts.switch(
                'check',
                'false',
                'true: run the recorded sensors through a new controller and compare its commands'
                ' (./mbmpo replay); false: play them (ros2 bag play, with rosbag2_storage_mcap).',
            ),
            DeclareLaunchArgument(
                'rate', default_value='1.0', description='Speed: 1.0 is as recorded.'
            ),
            parts.switch('rviz', 'true', 'true: show the robot in RViz; false: without.'),
            DeclareLaunchArgument(
                'domain',
                default_value='99',
                description='ROS domain, 0 to 232: not one that a robot or its controller is in.',
            ),
            SetEnvironmentVariable('ROS_DOMAIN_ID', LaunchConfiguration('domain')),
            parts.mbmpo(
                ['replay', LaunchConfiguration('recording')],
                condition=IfCondition(check),
                on_exit=ENDED,
            ),
            ExecuteProcess(
                cmd=[
                    'ros2',
                    'bag',
                    'play',
                    LaunchConfiguration('recording'),
                    '--storage',
                    'mcap',
                    '--rate',
                    LaunchConfiguration('rate'),
                    '--clock',
                    '100',
                    '--topics',
                    *TOPICS,
                ],
                output='screen',
                condition=UnlessCondition(check),
                on_exit=ENDED,
            ),
            parts.include(
                'view.launch.py',
                {'frame': 'odom', 'use_sim_time': 'true', **parts.same('robot', 'rviz')},
                condition=UnlessCondition(check),
            ),
        ]
    )

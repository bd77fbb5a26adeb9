"""The controller of a run: as a node on rcljava, or by DDS where rcljava cannot be built."""

import os

from ament_index_python.packages import get_package_share_directory
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, ExecuteProcess, SetEnvironmentVariable
from launch.conditions import IfCondition
from launch.substitutions import EnvironmentVariable, LaunchConfiguration, PythonExpression
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

START_ME_AGAIN = 75


def mbmpo():
    """The path of ./mbmpo in the repository that the workspace was built in."""
    share = get_package_share_directory('mbmpo_bringup')
    with open(os.path.join(share, 'mbmpo_root'), encoding='utf-8') as file:
        return os.path.join(file.read().strip(), 'mbmpo')


def wire_is(name):
    return IfCondition(PythonExpression(["'", LaunchConfiguration('wire'), "' == '", name, "'"]))


def controller():
    return Node(
        package='mbmpo_controller',
        executable='controller',
        name='mbmpo_controller',
        namespace=LaunchConfiguration('namespace'),
        output='screen',
        parameters=[
            {
                'robot': ParameterValue(LaunchConfiguration('robot'), value_type=str),
                'run': ParameterValue(LaunchConfiguration('run'), value_type=str),
                'broker': ParameterValue(LaunchConfiguration('broker'), value_type=str),
                'record_mb': ParameterValue(LaunchConfiguration('record_mb'), value_type=int),
                'native_growth_limit_mib': ParameterValue(
                    LaunchConfiguration('native_growth_limit_mib'), value_type=int
                ),
            }
        ],
        on_exit=again,
        condition=wire_is('rcljava'),
    )


def again(event, context):
    """Starts the node anew when it has ended to give memory back; any other end is the end."""
    return [controller()] if event.returncode == START_ME_AGAIN else None


def generate_launch_description():
    return LaunchDescription(
        [
            DeclareLaunchArgument(
                'robot', default_value='go1', description='Robot: a folder of robot-configs.'
            ),
            DeclareLaunchArgument(
                'run',
                description='Run folder: keys/trusted/*.pub, spool, last good policy;'
                ' ./mbmpo demo and ./mbmpo learn make one.',
            ),
            DeclareLaunchArgument(
                'broker',
                default_value='tcp://127.0.0.1:1883',
                description='MQTT broker that learner and controller meet at.',
            ),
            DeclareLaunchArgument(
                'wire',
                default_value='rcljava',
                choices=['rcljava', 'dds'],
                description='rcljava: a ROS 2 node; dds: the same topics without rcljava'
                ' (./mbmpo robot --wire ros2).',
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
                'localhost_only',
                default_value=EnvironmentVariable('ROS_LOCALHOST_ONLY', default_value='1'),
                choices=['0', '1'],
                description='1: speak on this machine only; 0: on all its networks (rcljava only;'
                ' by dds, ros2.interfaces in robot.yaml says it).',
            ),
            DeclareLaunchArgument(
                'record_mb',
                default_value='200',
                description='Every tick is recorded; so much is kept in the run folder, MB: 20 or'
                ' more; 0: nothing is recorded (rcljava only).',
            ),
            DeclareLaunchArgument(
                'native_growth_limit_mib',
                default_value='2048',
                description='Memory that rcljava may lose before the node is started anew'
                ' between two rollouts, MiB; 0: never.',
            ),
            SetEnvironmentVariable('ROS_DOMAIN_ID', LaunchConfiguration('domain')),
            SetEnvironmentVariable('ROS_LOCALHOST_ONLY', LaunchConfiguration('localhost_only')),
            controller(),
            ExecuteProcess(
                cmd=[
                    mbmpo(),
                    'robot',
                    '--run',
                    LaunchConfiguration('run'),
                    '--broker',
                    LaunchConfiguration('broker'),
                    '--wire',
                    'ros2',
                    '--domain',
                    LaunchConfiguration('domain'),
                    '--namespace',
                    LaunchConfiguration('namespace'),
                ],
                output='screen',
                condition=wire_is('dds'),
            ),
        ]
    )

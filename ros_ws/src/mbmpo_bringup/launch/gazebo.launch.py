"""The robot in Gazebo: 11 by ./mbmpo gazebo, Fortress or Harmonic by ros2_control and ros_gz."""

import os

from launch import LaunchDescription
from launch.actions import (
    DeclareLaunchArgument,
    EmitEvent,
    ExecuteProcess,
    IncludeLaunchDescription,
    LogInfo,
    OpaqueFunction,
    SetEnvironmentVariable,
)
from launch.events import Shutdown
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import Command, LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from launch_ros.substitutions import FindPackageShare
from mbmpo_bringup import parts

OWN_RELEASE = {'humble': 'fortress', 'jazzy': 'harmonic'}


def export(context):
    """Writes world and URDF for this robot and release; what reads them is started then."""
    names = ('robot', 'gazebo', 'folder')
    robot, release, folder = (LaunchConfiguration(name).perform(context) for name in names)
    return [
        ExecuteProcess(
            cmd=[
                os.path.join(parts.repository(), 'mbmpo'),
                'gazebo',
                'export',
                '--robot',
                robot,
                '--ros2-control',
                release,
                '--controllers',
                parts.share('config', f'{robot}_controllers.yaml'),
                folder,
            ],
            output='screen',
            on_exit=exported,
        )
    ]


def exported(event, context):
    if event.returncode != 0:
        reason = f'world and robot could not be written: status {event.returncode}'
        return [LogInfo(msg=reason), EmitEvent(event=Shutdown(reason=reason))]
    return gz_sim(context)


def gz_sim(context):
    names = ('robot', 'gazebo', 'folder', 'ground', 'gui')
    robot, release, folder, ground, gui = (
        LaunchConfiguration(name).perform(context) for name in names
    )
    world = os.path.join(folder, 'worlds', f'{ground}.sdf')
    options = '-r' if gui == 'true' else '-r -s'
    return [
        Node(
            package='robot_state_publisher',
            executable='robot_state_publisher',
            parameters=[
                {
                    'robot_description': ParameterValue(
                        Command(['cat ', os.path.join(folder, 'urdf', f'{robot}.urdf')]),
                        value_type=str,
                    ),
                    'use_sim_time': True,
                }
            ],
        ),
        # It tells Gazebo where this ROS distribution keeps its plugins.
        IncludeLaunchDescription(
            PythonLaunchDescriptionSource(
                [FindPackageShare('ros_gz_sim'), '/launch/gz_sim.launch.py']
            ),
            launch_arguments={'gz_args': f'{options} {world}'}.items(),
        ),
        Node(
            package='ros_gz_bridge',
            executable='parameter_bridge',
            parameters=[{'config_file': parts.share('config', f'bridge_{release}.yaml')}],
            output='screen',
        ),
        parts.include('ros2_control.launch.py', {'robot': robot, 'command': 'effort'}),
    ]


def generate_launch_description():
    gz = parts.if_is('gazebo', 'fortress', 'harmonic')
    return LaunchDescription(
        [
            parts.robot(),
            DeclareLaunchArgument(
                'gazebo',
                default_value=OWN_RELEASE.get(os.environ.get('ROS_DISTRO'), '11'),
                choices=['11', 'fortress', 'harmonic'],
                description='11: ./mbmpo gazebo; fortress (Humble), harmonic (Jazzy): by ros2_control'
                ' and ros_gz. What belongs to ROS_DISTRO, unless said.',
            ),
            DeclareLaunchArgument(
                'ground',
                default_value='flat',
                choices=['flat', 'slope', 'rough', 'slippery'],
                description='What the robot walks on.',
            ),
            parts.run(without='Gazebo alone, no controller'),
            parts.broker(),
            parts.domain(),
            DeclareLaunchArgument(
                'seed', default_value='1', description='Seed of the first start pose (11 only).'
            ),
            parts.switch(
                'gui', 'true', "true: Gazebo's window too; false: its server alone (not for 11)."
            ),
            DeclareLaunchArgument(
                'folder',
                default_value=os.path.join(os.path.expanduser('~'), '.ros', 'mbmpo', 'gazebo'),
                description='Where world and URDF are written at the start; no blanks in the path'
                ' (not for 11).',
            ),
            SetEnvironmentVariable('ROS_DOMAIN_ID', LaunchConfiguration('domain')),
            parts.mbmpo(
                ['gazebo'],
                {'--robot': 'robot', '--ground': 'ground', '--domain': 'domain', '--seed': 'seed'},
                condition=parts.if_is('gazebo', '11'),
            ),
            OpaqueFunction(function=export, condition=gz),
            OpaqueFunction(function=controller, condition=parts.if_given('run')),
        ]
    )


def controller(context):
    """Gazebo 11 is a robot like any; the others have a clock and drives of their own."""
    own = LaunchConfiguration('gazebo').perform(context) == '11'
    return [
        parts.include(
            'controller.launch.py',
            {
                'wire': 'dds',
                'clock': '' if own else 'arrival',
                'command': '' if own else 'effort',
                **parts.same('robot', 'run', 'broker', 'domain'),
            },
        )
    ]

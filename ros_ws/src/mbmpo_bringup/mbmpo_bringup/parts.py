"""Parts that the launch files are put together from."""

import os

from ament_index_python.packages import get_package_share_directory
from launch.actions import (
    DeclareLaunchArgument,
    ExecuteProcess,
    IncludeLaunchDescription,
    OpaqueFunction,
)
from launch.conditions import IfCondition
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import EnvironmentVariable, LaunchConfiguration, PythonExpression

PACKAGE = 'mbmpo_bringup'


def share(*path):
    """A path in what this package has installed."""
    return os.path.join(get_package_share_directory(PACKAGE), *path)


def robots():
    """The folder that mbmpo_description has installed: one folder a robot."""
    return os.path.join(get_package_share_directory('mbmpo_description'), 'robots')


def repository():
    """The repository that the workspace was built in."""
    with open(share('mbmpo_root'), encoding='utf-8') as file:
        return file.read().strip()


def mbmpo(words, options=None, condition=None, on_exit=None):
    """
    ./mbmpo with these words.

    :param options: option to launch argument; an option whose argument is empty is left out
    """

    def start(context):
        command = [os.path.join(repository(), 'mbmpo'), *words]
        for option, name in (options or {}).items():
            value = LaunchConfiguration(name).perform(context)
            if value:
                command += [option, value]
        return [ExecuteProcess(cmd=command, output='screen', on_exit=on_exit)]

    return OpaqueFunction(function=start, condition=condition)


def include(name, arguments, condition=None):
    """Another launch file of this package; arguments: name to text or substitution."""
    return IncludeLaunchDescription(
        PythonLaunchDescriptionSource(share('launch', name)),
        launch_arguments=arguments.items(),
        condition=condition,
    )


def same(*names):
    """Arguments that are handed on as they are."""
    return {name: LaunchConfiguration(name) for name in names}


def if_is(name, *values):
    """True where a launch argument is one of these."""
    return IfCondition(PythonExpression(["'", LaunchConfiguration(name), f"' in {values!r}"]))


def if_given(name):
    """True where a launch argument is not empty."""
    return IfCondition(PythonExpression(["'", LaunchConfiguration(name), "' != ''"]))


def robot():
    return DeclareLaunchArgument(
        'robot', default_value='go1', description='Robot: a folder of robot-configs.'
    )


def run(without=None):
    """Required, unless it is said what is done without one."""
    more = {'default_value': ''} if without else {}
    return DeclareLaunchArgument(
        'run',
        description='Run folder: keys/trusted/*.pub, spool, last good policy;'
        ' ./mbmpo demo and ./mbmpo learn make one.' + (f' Empty: {without}.' if without else ''),
        **more,
    )


def broker():
    return DeclareLaunchArgument(
        'broker',
        default_value='tcp://127.0.0.1:1883',
        description='MQTT broker that learner and controller meet at.',
    )


def wire(default):
    return DeclareLaunchArgument(
        'wire',
        default_value=default,
        choices=['rcljava', 'dds'],
        description='rcljava: a ROS 2 node (up to Galactic); dds: the same topics on any ROS 2, without'
        ' rcljava (./mbmpo robot --wire ros2).',
    )


def namespace():
    return DeclareLaunchArgument(
        'namespace',
        default_value='',
        description="Namespace of the relative topic names; empty: the robot's.",
    )


def domain():
    return DeclareLaunchArgument(
        'domain',
        default_value=EnvironmentVariable('ROS_DOMAIN_ID', default_value='0'),
        description='ROS domain, 0 to 232.',
    )


def localhost_only():
    return DeclareLaunchArgument(
        'localhost_only',
        default_value=EnvironmentVariable('ROS_LOCALHOST_ONLY', default_value='1'),
        choices=['0', '1'],
        description='1: speak on this machine only; 0: on all its networks (rcljava only; see'
        ' interface).',
    )


def interface():
    return DeclareLaunchArgument(
        'interface',
        default_value='',
        description='IPv4 address of this machine that leads to the robot, or all; empty: as'
        ' ros2.interfaces in robot.yaml says (dds only; see localhost_only).',
    )


def clock():
    return DeclareLaunchArgument(
        'clock',
        default_value='',
        choices=['', 'synchronized', 'arrival'],
        description='arrival: samples are as old as their arrival, for simulators with a time of their'
        ' own; synchronized: as their stamps; empty: as ros2.clock in robot.yaml says (dds only).',
    )


def command():
    return DeclareLaunchArgument(
        'command',
        default_value='',
        choices=['', 'position', 'effort', 'impedance'],
        description='What is sent to the joints; empty: as ros2.command in robot.yaml says (dds only).',
    )


def use_sim_time():
    return DeclareLaunchArgument(
        'use_sim_time',
        default_value='false',
        choices=['true', 'false'],
        description='true: the time is that of /clock (simulation, replay).',
    )


def switch(name, default, description):
    """An argument that is true or false."""
    return DeclareLaunchArgument(
        name, default_value=default, choices=['true', 'false'], description=description
    )

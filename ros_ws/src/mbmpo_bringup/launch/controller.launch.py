"""The controller of a run: as a node on rcljava, or by DDS where rcljava cannot be built."""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, OpaqueFunction, SetEnvironmentVariable
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from mbmpo_bringup import parts

START_ME_AGAIN = 75


# What a node without them settles by itself, from the run or from robot.yaml.
OPTIONAL = {'robot': str, 'keys': str, 'metrics': str, 'estimate': bool, 'insecure': bool}


def optional(context):
    return {
        name: ParameterValue(LaunchConfiguration(name), value_type=kind)
        for name, kind in OPTIONAL.items()
        if LaunchConfiguration(name).perform(context)
    }


def node(context):
    return [
        Node(
            package='mbmpo_controller',
            executable='controller',
            name='mbmpo_controller',
            # Only without one does the robot's own hold.
            namespace=LaunchConfiguration('namespace').perform(context) or None,
            output='screen',
            parameters=[
                {
                    **optional(context),
                    'run': ParameterValue(LaunchConfiguration('run'), value_type=str),
                    'broker': ParameterValue(LaunchConfiguration('broker'), value_type=str),
                    'record_mb': ParameterValue(LaunchConfiguration('record_mb'), value_type=int),
                    'native_growth_limit_mib': ParameterValue(
                        LaunchConfiguration('native_growth_limit_mib'), value_type=int
                    ),
                }
            ],
            on_exit=again,
        )
    ]


def again(event, context):
    """Starts the node anew when it has ended to give memory back; any other end is the end."""
    return node(context) if event.returncode == START_ME_AGAIN else None


def generate_launch_description():
    return LaunchDescription(
        [
            DeclareLaunchArgument(
                'robot',
                default_value='',
                description="Robot: a folder of robot-configs; empty: the run's (rcljava only; by dds"
                " it is always the run's).",
            ),
            parts.run(),
            parts.broker(),
            parts.wire('rcljava'),
            parts.namespace(),
            parts.domain(),
            parts.localhost_only(),
            parts.interface(),
            parts.clock(),
            parts.command(),
            DeclareLaunchArgument(
                'keys',
                default_value='',
                description='Folder that ./mbmpo keys made, for an ssl:// broker; empty: the run\'s own'
                ' keys (rcljava only).',
            ),
            DeclareLaunchArgument(
                'insecure',
                default_value='',
                choices=['', 'true', 'false'],
                description='true: plain tcp:// may leave this machine (rcljava only).',
            ),
            DeclareLaunchArgument(
                'estimate',
                default_value='',
                choices=['', 'true', 'false'],
                description='true: without the robot\'s odometry, on estimates; empty: as the run says'
                ' (rcljava only).',
            ),
            DeclareLaunchArgument(
                'metrics',
                default_value='',
                description='Where Prometheus finds metrics: [HOST:]PORT or off; empty: port 9464 of this'
                ' machine, if it is free.',
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
            OpaqueFunction(function=node, condition=parts.if_is('wire', 'rcljava')),
            parts.mbmpo(
                ['robot', '--wire', 'ros2'],
                {
                    '--run': 'run',
                    '--broker': 'broker',
                    '--domain': 'domain',
                    '--namespace': 'namespace',
                    '--interface': 'interface',
                    '--clock': 'clock',
                    '--command': 'command',
                    '--metrics': 'metrics',
                },
                condition=parts.if_is('wire', 'dds'),
            ),
        ]
    )

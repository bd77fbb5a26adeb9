"""VPG fine-tuning over ROS 2: on the simulator with one command, on a robot from a prepared run."""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, EmitEvent
from launch.conditions import IfCondition
from launch.events import Shutdown
from launch.substitutions import LaunchConfiguration, PythonExpression
from mbmpo_bringup import parts


def generate_launch_description():
    simulated = parts.if_is('run', '')
    given = ["'", LaunchConfiguration('run'), "' != ''"]
    own_broker = ["'", LaunchConfiguration('start_broker'), "' == 'true'"]
    return LaunchDescription(
        [
            parts.robot(),
            DeclareLaunchArgument(
                'run',
                default_value='',
                description='On a robot: a run that ./mbmpo finetune --prepare has made. Empty: on the'
                ' embedded simulator, in a new run.',
            ),
            DeclareLaunchArgument(
                'from',
                default_value='',
                description="Run folder, or signed policy file, to begin with; empty: the robot's"
                ' pretrained policy (without run only).',
            ),
            DeclareLaunchArgument(
                'iterations',
                default_value='30',
                description='Most steps (without run only).',
            ),
            parts.switch(
                'start_broker',
                'true',
                'true: start the embedded MQTT broker; false: one runs at broker (with run only).',
            ),
            parts.broker(),
            parts.wire('dds'),
            parts.namespace(),
            parts.domain(),
            parts.localhost_only(),
            parts.interface(),
            parts.clock(),
            parts.command(),
            parts.mbmpo(
                ['finetune', '--wire', 'ros2'],
                {
                    '--robot': 'robot',
                    '--from': 'from',
                    '--iterations': 'iterations',
                    '--namespace': 'namespace',
                    '--domain': 'domain',
                    '--interface': 'interface',
                    '--clock': 'clock',
                    '--command': 'command',
                },
                condition=simulated,
            ),
            parts.mbmpo(
                ['broker'],
                condition=IfCondition(PythonExpression([*given, ' and ', *own_broker])),
            ),
            parts.mbmpo(
                ['learn'],
                {'--run': 'run', '--broker': 'broker'},
                condition=parts.if_given('run'),
                on_exit=[EmitEvent(event=Shutdown(reason='the learner has ended'))],
            ),
            parts.include(
                'controller.launch.py',
                parts.same(
                    'robot',
                    'run',
                    'broker',
                    'wire',
                    'namespace',
                    'domain',
                    'localhost_only',
                    'interface',
                    'clock',
                    'command',
                ),
                condition=parts.if_given('run'),
            ),
        ]
    )

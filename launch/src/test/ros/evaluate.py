"""
Evaluates a launch file with given arguments and prints as JSON what it would start.

    evaluate.py FILE [NAME:=VALUE ...]

Nothing is started. By the launch of a sourced ROS 2, or by launch_stub.py where there is none.
"""

import importlib.util
import json
import os
import sys

try:
    import launch_ros.actions  # noqa: F401

    BY = 'launch'
except ImportError:
    import launch_stub

    launch_stub.install()
    BY = 'stub'

import launch
import launch.actions
import launch.substitutions
import launch_ros.actions
from launch.substitution import Substitution
from launch_ros.parameter_descriptions import ParameterValue

EXIT_STATUSES = (0, 1, 75)
used = set()


def remember(cls, *more):
    """Keeps what an instance was made with; launch itself shows only a part of it."""
    original = cls.__init__

    def init(self, *given, **words):
        if not hasattr(self, 'words'):
            self.words = {**dict(zip(more, given)), **words}
        original(self, *given, **words)

    cls.__init__ = init


remember(launch.actions.ExecuteProcess)
remember(launch_ros.actions.Node)
remember(launch.substitutions.LaunchConfiguration, 'name')
perform_configuration = launch.substitutions.LaunchConfiguration.perform


def perform_and_note(self, context):
    used.add(self.words.get('name', self.words.get('variable_name')))
    return perform_configuration(self, context)


launch.substitutions.LaunchConfiguration.perform = perform_and_note


def text(value, context):
    if isinstance(value, (list, tuple)):
        return ''.join(text(each, context) for each in value)
    return value.perform(context) if isinstance(value, Substitution) else value


def parameter(value, context):
    if isinstance(value, ParameterValue):
        return value.evaluate(context)
    return text(value, context)


def exit_event(status):
    return type('Exit', (), {'returncode': status})()


class Evaluation:
    def __init__(self, context):
        self.context = context
        self.found = {'processes': [], 'nodes': [], 'environment': {}, 'shutdown': []}

    def process(self, action, after_exit):
        words = action.words
        said = {
            'cmd': [text(each, self.context) for each in words.get('cmd', [])],
            'exits': self.exits(words.get('on_exit'), after_exit),
        }
        self.found['processes'].append(said)

    def node(self, action, after_exit):
        words = action.words
        namespace = words.get('namespace')
        parameters = {}
        files = []
        for each in words.get('parameters') or []:
            if isinstance(each, dict):
                for name, value in each.items():
                    parameters[name] = parameter(value, self.context)
            else:
                files.append(text(each, self.context))
        self.found['nodes'].append(
            {
                'package': words['package'],
                'executable': words['executable'],
                'namespace': None if namespace is None else text(namespace, self.context),
                'arguments': [text(each, self.context) for each in words.get('arguments') or []],
                'parameters': parameters,
                'files': files,
                'remappings': [
                    [text(side, self.context) for side in pair]
                    for pair in words.get('remappings') or []
                ],
                'exits': self.exits(words.get('on_exit'), after_exit),
            }
        )

    def exits(self, handler, after_exit):
        """What comes of each way to end; once, as what was started anew would end likewise."""
        if handler is None or after_exit:
            return {}
        said = {}
        for status in EXIT_STATUSES:
            entities = handler(exit_event(status), self.context) if callable(handler) else handler
            then = Evaluation(self.context)
            for entity in entities or []:
                then.visit(entity, True)
            said[str(status)] = then.found
        return said

    def visit(self, entity, after_exit=False):
        condition = getattr(entity, 'condition', None)
        if condition is not None and not condition.evaluate(self.context):
            return
        if isinstance(entity, launch_ros.actions.Node):
            self.node(entity, after_exit)
        elif isinstance(entity, launch.actions.ExecuteProcess):
            self.process(entity, after_exit)
        elif isinstance(entity, launch.actions.EmitEvent):
            self.found['shutdown'].append(entity.event.reason)
        elif not isinstance(entity, launch.actions.LogInfo):
            for each in entity.visit(self.context) or []:
                self.visit(each, after_exit)
            if isinstance(entity, launch.actions.SetEnvironmentVariable):
                name = text(entity.name, self.context)
                self.found['environment'][name] = os.environ[name]


def argument(declared, context):
    default = declared.default_value
    return {
        # launch appends what the choices are.
        'description': declared.description.split(' Valid choices are: ')[0],
        'default': None if default is None else text(default, context),
        'choices': list(declared.choices or []),
    }


def main(file, *given):
    spec = importlib.util.spec_from_file_location('launch_file', file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    description = module.generate_launch_description()
    context = launch.LaunchContext()
    arguments = {
        entity.name: argument(entity, context)
        for entity in description.entities
        if isinstance(entity, launch.actions.DeclareLaunchArgument)
    }
    for each in given:
        name, value = each.split(':=', 1)
        if name not in arguments:
            sys.exit(f'{file} has no argument {name}')
        context.launch_configurations[name] = value
    evaluation = Evaluation(context)
    evaluation.visit(description)
    json.dump(
        {
            'by': BY,
            'docstring': module.__doc__,
            'arguments': arguments,
            'used': sorted(used),
            **evaluation.found,
        },
        sys.stdout,
    )


if __name__ == '__main__':
    main(*sys.argv[1:])

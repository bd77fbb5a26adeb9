"""
As much of launch, launch_ros and ament_index_python as the launch files of this repository use.

Names and keywords are theirs; an unknown keyword is an error here too. Nothing can be started.
"""

import importlib.util
import os
import shlex
import subprocess
import sys
from types import ModuleType


def text(parts, context):
    if isinstance(parts, (list, tuple)):
        return ''.join(text(part, context) for part in parts)
    return parts.perform(context) if isinstance(parts, Substitution) else parts


class LaunchContext:
    def __init__(self):
        self.launch_configurations = {}


class Substitution:
    pass


class LaunchConfiguration(Substitution):
    def __init__(self, variable_name):
        self.name = variable_name

    def perform(self, context):
        if self.name not in context.launch_configurations:
            raise LookupError(f'launch configuration {self.name} does not exist')
        return context.launch_configurations[self.name]


class EnvironmentVariable(Substitution):
    def __init__(self, name, *, default_value=None):
        self.name, self.default_value = name, default_value

    def perform(self, context):
        value = os.environ.get(self.name, self.default_value)
        if value is None:
            raise LookupError(f'environment variable {self.name} does not exist')
        return value


class PythonExpression(Substitution):
    def __init__(self, expression):
        self.expression = expression

    def perform(self, context):
        return str(eval(text(self.expression, context), {}, {}))


class Command(Substitution):
    def __init__(self, command, *, on_stderr='fail'):
        self.command = command

    def perform(self, context):
        return subprocess.check_output(shlex.split(text(self.command, context)), text=True)


class FindPackageShare(Substitution):
    def __init__(self, package):
        self.package = package

    def perform(self, context):
        return get_package_share_directory(self.package)


def get_package_share_directory(name):
    for prefix in os.environ.get('AMENT_PREFIX_PATH', '').split(os.pathsep):
        if os.path.exists(
            os.path.join(prefix, 'share', 'ament_index', 'resource_index', 'packages', name)
        ):
            return os.path.join(prefix, 'share', name)
    raise LookupError(f'package {name} not found')


class IfCondition:
    def __init__(self, predicate):
        self.predicate = predicate

    def evaluate(self, context):
        value = text(self.predicate, context).strip().lower()
        if value not in ('true', '1', 'false', '0'):
            raise ValueError(f'no truth value: {value}')
        return value in ('true', '1')


class UnlessCondition(IfCondition):
    def evaluate(self, context):
        return not super().evaluate(context)


class Action:
    def __init__(self, *, condition=None):
        self.condition = condition

    def visit(self, context):
        return None


class LaunchDescription:
    def __init__(self, initial_entities=None):
        self.entities = list(initial_entities or [])

    def visit(self, context):
        return self.entities


class DeclareLaunchArgument(Action):
    def __init__(self, name, *, default_value=None, description=None, choices=None, condition=None):
        super().__init__(condition=condition)
        self.name, self.default_value = name, default_value
        self.description, self.choices = description, choices
        if isinstance(default_value, str) and choices and default_value not in choices:
            raise RuntimeError(f'{name}: default {default_value} is none of {choices}')

    def visit(self, context):
        given = context.launch_configurations
        if self.name not in given:
            if self.default_value is None:
                raise RuntimeError(f'required launch argument {self.name} was not provided')
            given[self.name] = text(self.default_value, context)
        if self.choices and given[self.name] not in self.choices:
            raise RuntimeError(f'{self.name}: {given[self.name]} is none of {self.choices}')


class SetEnvironmentVariable(Action):
    def __init__(self, name, value, *, condition=None):
        super().__init__(condition=condition)
        self.name, self.value = name, value

    def visit(self, context):
        os.environ[text(self.name, context)] = text(self.value, context)


class ExecuteProcess(Action):
    def __init__(self, *, cmd, output='log', on_exit=None, condition=None):
        super().__init__(condition=condition)


class Node(ExecuteProcess):
    def __init__(
        self,
        *,
        package,
        executable,
        name=None,
        namespace='',
        parameters=None,
        remappings=None,
        arguments=None,
        output='log',
        on_exit=None,
        condition=None,
    ):
        super().__init__(cmd=[executable], output=output, on_exit=on_exit, condition=condition)


class ParameterValue:
    def __init__(self, value, *, value_type=None):
        self.value, self.value_type = value, value_type

    def evaluate(self, context):
        value = text(self.value, context)
        return value == 'true' if self.value_type is bool else self.value_type(value)


class OpaqueFunction(Action):
    def __init__(self, *, function, condition=None):
        super().__init__(condition=condition)
        self.function = function

    def visit(self, context):
        return self.function(context)


class Shutdown:
    def __init__(self, *, reason):
        self.reason = reason


class EmitEvent(Action):
    def __init__(self, *, event, condition=None):
        super().__init__(condition=condition)
        self.event = event


class LogInfo(Action):
    def __init__(self, *, msg, condition=None):
        super().__init__(condition=condition)


class PythonLaunchDescriptionSource:
    def __init__(self, launch_file_path):
        self.path = launch_file_path


class IncludeLaunchDescription(Action):
    def __init__(self, launch_description_source, *, launch_arguments=None, condition=None):
        super().__init__(condition=condition)
        self.source, self.arguments = launch_description_source, list(launch_arguments or [])

    def visit(self, context):
        path = text(self.source.path, context)
        spec = importlib.util.spec_from_file_location('included', path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for name, value in self.arguments:
            context.launch_configurations[name] = text(value, context)
        return [module.generate_launch_description()]


def install():
    """Makes these importable under the names they have in ROS 2."""
    for name, members in {
        'launch': [LaunchDescription, LaunchContext],
        'launch.actions': [
            DeclareLaunchArgument,
            EmitEvent,
            ExecuteProcess,
            IncludeLaunchDescription,
            LogInfo,
            OpaqueFunction,
            SetEnvironmentVariable,
        ],
        'launch.conditions': [IfCondition, UnlessCondition],
        'launch.events': [Shutdown],
        'launch.launch_description_sources': [PythonLaunchDescriptionSource],
        'launch.substitution': [Substitution],
        'launch.substitutions': [
            Command,
            EnvironmentVariable,
            LaunchConfiguration,
            PythonExpression,
        ],
        'launch_ros': [],
        'launch_ros.actions': [Node],
        'launch_ros.parameter_descriptions': [ParameterValue],
        'launch_ros.substitutions': [FindPackageShare],
        'ament_index_python': [],
        'ament_index_python.packages': [get_package_share_directory],
    }.items():
        module = ModuleType(name)
        for member in members:
            setattr(module, member.__name__, member)
        sys.modules[name] = module
        parent, _, child = name.rpartition('.')
        if parent:
            setattr(sys.modules[parent], child, module)

/** The subcommands of {@code mbmpo}, one class each: they read arguments and call the parts. */
package io.mbmpo.launch.command;

/** What a person sees while a run goes on: one live screen, or plain lines without a terminal. */
package io.mbmpo.launch.screen;

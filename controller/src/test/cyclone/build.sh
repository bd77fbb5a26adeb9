#!/bin/sh
# Builds the program peer in the folder where it is started, with the operating system's Cyclone DDS.
# A sourced ROS 2 workspace may bring an idlc of another version, whose code does not fit the headers
# and the library that gcc finds, and a library that the system's idlc cannot use.
set -eu

source=$(CDPATH='' cd -- "${0%/*}" && pwd)

# Whether a folder belongs to a sourced workspace.
of_workspace() {
  for prefix in ${AMENT_PREFIX_PATH:-} ${COLCON_PREFIX_PATH:-} ${CMAKE_PREFIX_PATH:-}; do
    case $prefix in '' | / | /usr) continue ;; esac
    case $1/ in "${prefix%/}"/*) return 0 ;; esac
  done
  return 1
}

# The folders of a list, without those of workspaces.
without_workspaces() {
  kept=
  for folder in $1; do
    if ! of_workspace "$folder"; then kept=${kept:+$kept:}$folder; fi
  done
  echo "$kept"
}

set -f
IFS=:
PATH=$(without_workspaces "$PATH")
if [ -n "${LD_LIBRARY_PATH:-}" ]; then
  LD_LIBRARY_PATH=$(without_workspaces "$LD_LIBRARY_PATH")
fi
unset IFS

for program in idlc gcc; do
  if ! command -v "$program" >/dev/null; then
    echo "$program is not installed: sudo apt-get install cyclonedds-dev cyclonedds-tools gcc libc6-dev"
    exit 3
  fi
done
idlc -x final -l c "$source/ros.idl"
gcc -O2 -Wall -I. -o peer "$source/peer.c" ros.c -lddsc -lpthread

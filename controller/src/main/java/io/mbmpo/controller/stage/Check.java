package io.mbmpo.controller.stage;

/**
 * One thing that a stage is judged by.
 *
 * @param name what is looked at
 * @param passed whether it is as it should be
 * @param found what was found, with units
 * @param remedy what to look at if it is not; empty where it is
 */
public record Check(String name, boolean passed, String found, String remedy) {
  static Check of(String name, boolean passed, String found, String remedy) {
    return new Check(name, passed, found, passed ? "" : remedy);
  }
}

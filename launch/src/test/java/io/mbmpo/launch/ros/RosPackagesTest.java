package io.mbmpo.launch.ros;

import static io.mbmpo.launch.ros.RosWorkspace.children;
import static io.mbmpo.launch.ros.RosWorkspace.dependencies;
import static io.mbmpo.launch.ros.RosWorkspace.read;
import static io.mbmpo.launch.ros.RosWorkspace.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** What can be known of the ROS 2 packages without a ROS installation. */
class RosPackagesTest {
  /** REP 149: in this order at the beginning, dependencies then, export at the end. */
  private static final List<String> FIRST =
      List.of("name", "version", "description", "maintainer", "license", "url", "author");

  private static final Set<String> DEPENDENCIES =
      Set.of(
          "depend",
          "build_depend",
          "build_export_depend",
          "buildtool_depend",
          "buildtool_export_depend",
          "exec_depend",
          "test_depend",
          "doc_depend",
          "conflict",
          "replace",
          "group_depend",
          "member_of_group");

  private static final String VERSION = "0.1.0";

  static List<Path> packages() {
    return RosWorkspace.packages();
  }

  @Test
  void allPackagesAreLookedAt() {
    assertThat(packages())
        .extracting(folder -> folder.getFileName().toString())
        .contains("mbmpo_controller", "mbmpo_description", "mbmpo_bringup");
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageXmlIsOfFormat3(Path folder) {
    Element root = xml(folder.resolve("package.xml"));
    assertThat(root.getTagName()).isEqualTo("package");
    assertThat(root.getAttribute("format")).isEqualTo("3");
    List<Element> elements = children(root);
    List<Integer> order = new ArrayList<>();
    for (Element element : elements) {
      String tag = element.getTagName();
      int place = FIRST.indexOf(tag);
      order.add(place >= 0 ? place : tag.equals("export") ? 1000 : 100);
      assertThat(place >= 0 || tag.equals("export") || DEPENDENCIES.contains(tag)).as(tag).isTrue();
      assertThat(element.getTextContent()).as(tag).isNotBlank();
    }
    assertThat(order).isSorted();
    assertThat(text(elements, "name")).containsExactly(folder.getFileName().toString());
    assertThat(text(elements, "name").get(0)).matches("[a-z][a-z0-9_]*[a-z0-9]");
    assertThat(text(elements, "version")).containsExactly(VERSION);
    assertThat(text(elements, "description")).hasSize(1);
    assertThat(text(elements, "license")).isNotEmpty();
    assertThat(elements)
        .filteredOn(e -> e.getTagName().equals("maintainer"))
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e.getAttribute("email")).matches("[^@\\s]+@[^@\\s]+\\.\\w+"));
    Element export = elements.get(elements.size() - 1);
    assertThat(export.getTagName()).isEqualTo("export");
    assertThat(children(export))
        .extracting(Element::getTagName, Element::getTextContent)
        .contains(tuple("build_type", "ament_cmake"));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void noDependencyIsDeclaredTwice(Path folder) {
    List<String> seen = new ArrayList<>();
    for (Element element : children(xml(folder.resolve("package.xml")))) {
      if (DEPENDENCIES.contains(element.getTagName())) {
        seen.add(element.getTagName() + " " + element.getTextContent().strip());
      }
    }
    assertThat(seen).doesNotHaveDuplicates();
    List<String> both = new ArrayList<>(dependencies(folder, "depend"));
    both.retainAll(dependencies(folder, "build_depend", "exec_depend"));
    assertThat(both).as("depend says build_depend and exec_depend").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void whatCMakeLooksForIsDeclared(Path folder) {
    String cmake = read(folder.resolve("CMakeLists.txt"));
    List<String> declared =
        dependencies(folder, "depend", "build_depend", "buildtool_depend", "test_depend");
    Set<String> wanted = new HashSet<>();
    Matcher found = Pattern.compile("find_package\\((\\w+)").matcher(cmake);
    while (found.find()) {
      wanted.add(found.group(1));
    }
    Matcher each = Pattern.compile("foreach\\(pkg ([\\w ]+)\\)").matcher(cmake);
    while (each.find()) {
      wanted.addAll(List.of(each.group(1).split(" ")));
    }
    wanted.remove("Java");
    wanted.remove("rcljava_common"); // comes with rcljava
    assertThat(declared).containsAll(wanted);
    assertThat(cmake)
        .contains("project(" + folder.getFileName(), "ament_package()")
        .containsPattern("(?s)ament_package\\(\\)\\s*$");
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packagesWhoseFilesAreUsedByLaunchFilesAreDeclared(Path folder) {
    for (Path file : RosWorkspace.pythonFiles(folder)) {
      Matcher shares =
          Pattern.compile("(?:get_package_share_directory|FindPackageShare)\\('(\\w+)'\\)")
              .matcher(read(file));
      while (shares.find()) {
        assertThat(dependencies(folder, "exec_depend")).as("%s", file).contains(shares.group(1));
      }
    }
  }

  @Test
  void whatOneDistributionAloneHasIsAskedForThereAlone() {
    List<Element> elements = children(xml(LaunchFiles.BRINGUP.resolve("package.xml")));
    assertThat(elements)
        .filteredOn(e -> e.getTextContent().endsWith("_ros2_control"))
        .extracting(Element::getTextContent, e -> e.getAttribute("condition"))
        .containsExactlyInAnyOrder(
            tuple("ign_ros2_control", "$ROS_DISTRO == humble"),
            tuple("gz_ros2_control", "$ROS_DISTRO == jazzy"));
  }

  private static List<String> text(List<Element> elements, String tag) {
    return elements.stream()
        .filter(e -> e.getTagName().equals(tag))
        .map(e -> e.getTextContent().strip())
        .toList();
  }
}

package io.mbmpo.launch.ros;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The ROS 2 packages of the repository, as files. */
final class RosWorkspace {
  static final Path ROOT = Path.of(System.getProperty("mbmpo.root"));
  static final Path PACKAGES = ROOT.resolve("ros_ws/src");

  private RosWorkspace() {}

  /** Folders of all packages. */
  static List<Path> packages() {
    return files(PACKAGES, 2, "package.xml").stream().map(Path::getParent).toList();
  }

  /** All launch files. */
  static List<Path> launchFiles() {
    return files(PACKAGES, 3, ".launch.py");
  }

  /** Launch files, and what they share. */
  static List<Path> pythonFiles(Path packageFolder) {
    return files(packageFolder, 2, ".py");
  }

  private static List<Path> files(Path folder, int depth, String ending) {
    try (Stream<Path> all = Files.walk(folder, depth)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Root of an XML file. */
  static Element xml(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (IOException | ParserConfigurationException | SAXException e) {
      throw new AssertionError(file + " is no XML: " + e.getMessage(), e);
    }
  }

  /** Children that are elements. */
  static List<Element> children(Element parent) {
    List<Element> elements = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i).getNodeType() == Node.ELEMENT_NODE) {
        elements.add((Element) nodes.item(i));
      }
    }
    return elements;
  }

  /** Packages that a package says it depends on, in these ways. */
  static List<String> dependencies(Path folder, String... kinds) {
    return children(xml(folder.resolve("package.xml"))).stream()
        .filter(e -> Set.of(kinds).contains(e.getTagName()))
        .map(e -> e.getTextContent().strip())
        .toList();
  }
}

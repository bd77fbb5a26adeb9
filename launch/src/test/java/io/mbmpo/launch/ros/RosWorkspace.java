package io.mbmpo.launch.ros;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** Prints what a launch file declares and uses, as JSON, without running it. */
  private static final String OUTLINE =
      """
      import ast, json, sys
      tree = ast.parse(open(sys.argv[1], encoding='utf-8').read())
      text = lambda node: node.value if isinstance(node, ast.Constant) else None
      found = {'arguments': {}, 'uses': [], 'packages': [], 'parameters': [], 'docstring': ast.get_docstring(tree)}
      for node in ast.walk(tree):
          if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
              words = {k.arg: k.value for k in node.keywords}
              if node.func.id == 'DeclareLaunchArgument':
                  found['arguments'][text(node.args[0])] = {
                      'description': text(words.get('description')),
                      'default': 'default_value' in words,
                      'default_text': text(words.get('default_value')),
                      'choices': [text(c) for c in words['choices'].elts] if 'choices' in words else [],
                  }
              if node.func.id == 'LaunchConfiguration':
                  found['uses'].append(text(node.args[0]))
              if node.func.id == 'Node':
                  found['packages'].append(text(words['package']))
                  if isinstance(words.get('parameters'), ast.List):
                      for each in words['parameters'].elts:
                          if isinstance(each, ast.Dict):
                              found['parameters'] += [text(k) for k in each.keys]
      print(json.dumps(found))
      """;

  private RosWorkspace() {}

  /** Folders of all packages. */
  static List<Path> packages() {
    return files(PACKAGES, 2, "package.xml").stream().map(Path::getParent).toList();
  }

  /** All launch files. */
  static List<Path> launchFiles() {
    return files(PACKAGES, 3, ".launch.py");
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

  /** What a launch file declares and uses. */
  static JsonNode outline(Path launchFile) throws IOException, InterruptedException {
    Process python =
        new ProcessBuilder("python3", "-c", OUTLINE, launchFile.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (python.waitFor() != 0) {
      throw new AssertionError(launchFile + ": " + said);
    }
    return new ObjectMapper().readTree(said);
  }
}

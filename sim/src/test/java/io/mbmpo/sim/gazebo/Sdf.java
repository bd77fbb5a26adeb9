package io.mbmpo.sim.gazebo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mbmpo.robotconfigs.KinematicTree.Pose;
import io.mbmpo.sim.Transform;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** An SDF document read by its own rules: poses relative to frames, links, joints or the model. */
final class Sdf {
  private final Element model;

  private Sdf(Element model) {
    this.model = model;
  }

  /** The model of that name, wherever in the document it is. */
  static Sdf model(String document, String name) {
    return new Sdf(
        elements(root(document), "model").stream()
            .filter(e -> e.getAttribute("name").equals(name))
            .findFirst()
            .orElseThrow());
  }

  static Element root(String document) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(document.getBytes(UTF_8)))
          .getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError("not well-formed", e);
    }
  }

  /** All elements of that name within, at any depth. */
  static List<Element> elements(Element within, String name) {
    List<Element> found = new ArrayList<>();
    var nodes = within.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  List<Element> all(String name) {
    return elements(model, name);
  }

  /** The model's own child of that kind and name. */
  Element named(String kind, String name) {
    return all(kind).stream()
        .filter(e -> e.getParentNode() == model && e.getAttribute("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return null;
  }

  /** Numbers at the end of a path of children. */
  static double[] numbers(Element from, String... path) {
    Element at = from;
    for (String step : path) {
      at = child(at, step);
    }
    return Arrays.stream(at.getTextContent().trim().split("\\s+"))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  static double number(Element from, String... path) {
    return numbers(from, path)[0];
  }

  /** Where a link, joint or frame is in the model, all joints at zero. */
  Transform place(String name) {
    Element element =
        all("*").stream()
            .filter(e -> e.getParentNode() == model && e.getAttribute("name").equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nothing is called " + name));
    Element pose = child(element, "pose");
    String relative = pose == null ? "" : pose.getAttribute("relative_to");
    if (relative.isEmpty()) {
      relative =
          switch (element.getTagName()) {
            case "frame" -> element.getAttribute("attached_to");
            case "joint" -> child(element, "child").getTextContent();
            default -> "";
          };
    }
    Transform base =
        relative.isEmpty()
            ? Transform.of(new double[] {0, 0, 0, 1}, new double[3])
            : place(relative);
    return pose == null ? base : base.then(transform(pose));
  }

  /** Where a shape is in the model. */
  Transform placeOfShape(Element collision, String link) {
    Element pose = child(collision, "pose");
    String relative = pose.getAttribute("relative_to");
    return place(relative.isEmpty() ? link : relative).then(transform(pose));
  }

  static Transform transform(Element pose) {
    double[] p =
        Arrays.stream(pose.getTextContent().trim().split("\\s+"))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return Transform.of(new Pose(p[0], p[1], p[2], p[3], p[4], p[5]));
  }
}

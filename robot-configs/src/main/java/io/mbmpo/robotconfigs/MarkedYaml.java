package io.mbmpo.robotconfigs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mbmpo.robotconfigs.Problems.Place;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML document as a JSON tree that still knows the line of every value. No object is constructed
 * from the document; what JSON cannot say (NaN, tags, duplicate keys, endless aliases) is a
 * problem.
 */
final class MarkedYaml {
  private static final int MAX_CHARACTERS = 200_000;
  private static final int MAX_DEPTH = 12;
  private static final int MAX_ALIASES = 20;

  private final String file;
  private final Problems problems;
  private final Map<String, Place> places = new HashMap<>();
  private final Deque<Node> open = new ArrayDeque<>();
  private final JsonNode tree;

  /** Parses; what is wrong goes to {@code problems}, and the tree then lacks it. */
  MarkedYaml(String file, String text, Problems problems) {
    this.file = file;
    this.problems = problems;
    Node root = compose(text);
    this.tree = root == null ? JsonNodeFactory.instance.objectNode() : convert(root, "");
  }

  JsonNode tree() {
    return tree;
  }

  /**
   * Where the value with this JSON pointer stands, or the innermost thing around it that exists.
   */
  Place place(String pointer) {
    String p = pointer;
    while (!places.containsKey(p) && !p.isEmpty()) {
      p = p.substring(0, p.lastIndexOf('/'));
    }
    return places.getOrDefault(p, new Place(file, 1));
  }

  /**
   * Puts the values of another document over this one's, mapping by mapping. They keep their
   * places.
   *
   * @param over a mapping, as this is
   */
  void lay(MarkedYaml over) {
    over.places.forEach(
        (pointer, place) -> {
          if (!tree.at(pointer).isObject()) {
            places.put(pointer, place);
          }
        });
    lay((ObjectNode) tree, (ObjectNode) over.tree);
  }

  private static void lay(ObjectNode base, ObjectNode over) {
    for (Map.Entry<String, JsonNode> entry : over.properties()) {
      if (base.get(entry.getKey()) instanceof ObjectNode below
          && entry.getValue() instanceof ObjectNode above) {
        lay(below, above);
      } else {
        base.set(entry.getKey(), entry.getValue());
      }
    }
  }

  /** A JSON pointer as people write it: {@code joints.order[3]}. */
  static String field(String pointer) {
    StringBuilder field = new StringBuilder();
    for (String part : pointer.split("/", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      if (part.chars().allMatch(Character::isDigit)) {
        field.append('[').append(part).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(part.replace("~1", "/").replace("~0", "~"));
      }
    }
    return field.isEmpty() ? "document" : field.toString();
  }

  private Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (root == null) {
        problems.add(new Place(file, 1), "document", "empty", "a YAML mapping");
      }
      return root;
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      int line = mark == null ? 1 : mark.getLine() + 1;
      problems.add(new Place(file, line), "document", "not YAML: " + e.getProblem(), "valid YAML");
    } catch (YAMLException e) {
      problems.add(new Place(file, 1), "document", "not YAML: " + e.getMessage(), "valid YAML");
    }
    return null;
  }

  private JsonNode convert(Node node, String pointer) {
    places.putIfAbsent(pointer, new Place(file, node.getStartMark().getLine() + 1));
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar, pointer);
    }
    if (open.contains(node)) {
      problems.add(
          place(pointer), field(pointer), "an alias of what it is part of", "no recursion");
      return JsonNodeFactory.instance.nullNode();
    }
    if (!node.getTag().equals(Tag.MAP) && !node.getTag().equals(Tag.SEQ)) {
      problems.add(place(pointer), field(pointer), "tagged " + node.getTag(), "no tags");
    }
    open.push(node);
    JsonNode converted =
        node instanceof MappingNode mapping
            ? mapping(mapping, pointer)
            : sequence((SequenceNode) node, pointer);
    open.pop();
    return converted;
  }

  private ObjectNode mapping(MappingNode node, String pointer) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple entry : node.getValue()) {
      int line = entry.getKeyNode().getStartMark().getLine() + 1;
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
        problems.add(new Place(file, line), field(pointer), "a key that is no text", "plain keys");
        continue;
      }
      String key = keyNode.getValue();
      String child = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
      if (object.has(key)) {
        problems.add(
            new Place(file, line),
            field(child),
            "given again (first in line " + places.get(child).line() + ")",
            "each key once");
        continue;
      }
      places.put(child, new Place(file, line));
      object.set(key, convert(entry.getValueNode(), child));
    }
    return object;
  }

  private ArrayNode sequence(SequenceNode node, String pointer) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Node item : node.getValue()) {
      array.add(convert(item, pointer + "/" + array.size()));
    }
    return array;
  }

  private JsonNode scalar(ScalarNode node, String pointer) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.STR)) {
      return json.textNode(text);
    }
    if (tag.equals(Tag.NULL)) {
      return json.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return json.booleanNode(text.equalsIgnoreCase("true"));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text, pointer);
    }
    problems.add(place(pointer), field(pointer), "tagged " + tag, "no tags");
    return json.nullNode();
  }

  private JsonNode number(String text, String pointer) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 && !text.contains(".")
            ? json.numberNode((long) value)
            : json.numberNode(value);
      }
    } catch (NumberFormatException e) {
      // .nan, .inf, 0x1F, 1:30 and 1_000 are numbers in YAML 1.1 only; refused below
    }
    problems.add(place(pointer), field(pointer), text, "a finite decimal number");
    return json.numberNode(0);
  }
}

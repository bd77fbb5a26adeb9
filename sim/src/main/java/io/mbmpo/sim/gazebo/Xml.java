package io.mbmpo.sim.gazebo;

import com.google.common.xml.XmlEscapers;

/** XML, written from the top down, indented. */
final class Xml {
  private final StringBuilder text;
  private int depth;

  /** A document. */
  Xml() {
    text = new StringBuilder("<?xml version=\"1.0\"?>\n");
  }

  private Xml(int depth) {
    text = new StringBuilder();
    this.depth = depth;
  }

  /** A part of a document, so deep in it. */
  static Xml within(int depth) {
    return new Xml(depth);
  }

  /** Opens an element, runs what writes its inside, closes it. Attributes: name, value, … */
  Xml element(String name, Runnable inside, String... attributes) {
    start(name, attributes).append(">\n");
    depth++;
    inside.run();
    depth--;
    indent().append("</").append(name).append(">\n");
    return this;
  }

  /** An element with text in it. */
  Xml leaf(String name, String value, String... attributes) {
    start(name, attributes)
        .append('>')
        .append(XmlEscapers.xmlContentEscaper().escape(value))
        .append("</")
        .append(name)
        .append(">\n");
    return this;
  }

  /** An element with numbers in it, exact to the last bit. */
  Xml leaf(String name, double... values) {
    return leaf(name, numbers(values));
  }

  /** An element with nothing in it. */
  Xml empty(String name, String... attributes) {
    start(name, attributes).append("/>\n");
    return this;
  }

  /** Numbers with blanks between, exact to the last bit. */
  static String numbers(double... values) {
    StringBuilder line = new StringBuilder();
    for (double value : values) {
      line.append(line.isEmpty() ? "" : " ").append(value == 0 ? "0" : Double.toString(value));
    }
    return line.toString();
  }

  private StringBuilder start(String name, String... attributes) {
    indent().append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(XmlEscapers.xmlAttributeEscaper().escape(attributes[i + 1]))
          .append('"');
    }
    return text;
  }

  private StringBuilder indent() {
    return text.append("  ".repeat(depth));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

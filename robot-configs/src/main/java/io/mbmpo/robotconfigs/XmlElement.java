package io.mbmpo.robotconfigs;

import io.mbmpo.robotconfigs.Problems.Place;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML element that knows its line. Text is ignored: a URDF keeps everything in attributes.
 * Document types and external entities are refused, nothing outside the text is ever read.
 */
record XmlElement(
    String name, Map<String, String> attributes, List<XmlElement> children, Place place) {
  private static final int MAX_DEPTH = 30;

  /** The root element, or null when the text is no XML (then {@code problems} says why). */
  static XmlElement parse(String file, String text, Problems problems) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
      XmlElement root = null;
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD) {
          problems.add(place(file, xml), "document", "a DOCTYPE", "plain XML without one");
          return null;
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
          root = element(file, xml, 1);
        }
      }
      return root;
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
      String reason = e.getMessage().replaceAll("(?s).*Message: ", "").strip();
      problems.add(new Place(file, line), "document", "not XML: " + reason, "valid XML");
    }
    return null;
  }

  private static XmlElement element(String file, XMLStreamReader xml, int depth)
      throws XMLStreamException {
    if (depth > MAX_DEPTH) {
      throw new XMLStreamException("nested too deeply", xml.getLocation());
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i).strip());
    }
    Place place = place(file, xml);
    String prefix = xml.getPrefix();
    String name =
        prefix == null || prefix.isEmpty() ? xml.getLocalName() : prefix + ":" + xml.getLocalName();
    List<XmlElement> children = new ArrayList<>();
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        children.add(element(file, xml, depth + 1));
      }
    }
    return new XmlElement(name, attributes, children, place);
  }

  /** The first child of this name, or null. */
  XmlElement child(String childName) {
    for (XmlElement child : children) {
      if (child.name.equals(childName)) {
        return child;
      }
    }
    return null;
  }

  private static Place place(String file, XMLStreamReader xml) {
    return new Place(file, xml.getLocation().getLineNumber());
  }
}

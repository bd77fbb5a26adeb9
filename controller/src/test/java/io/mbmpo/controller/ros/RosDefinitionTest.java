package io.mbmpo.controller.ros;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RosDefinitionTest {
  private static final int ENCAPSULATION_BYTES = 4;
  private static final Map<String, Integer> SIZES =
      Map.of("bool", 1, "byte", 1, "uint8", 1, "int32", 4, "uint32", 4, "float32", 4, "float64", 8);

  private final Map<String, List<String>> fields = new HashMap<>();
  private ByteBuffer payload;
  private int at = ENCAPSULATION_BYTES;

  @ParameterizedTest
  @EnumSource
  void aPayloadReadByItsDefinitionIsReadToItsEnd(RosType type) throws IOException {
    byte[] golden = HexFormat.of().parseHex(CdrTest.goldenHex(type));
    payload = ByteBuffer.wrap(golden).order(ByteOrder.LITTLE_ENDIAN);
    String root = type.rosName().replace("/msg/", "/");
    parse(root, RosDefinition.of(type.rosName()));
    skip(root);
    int padding = golden[3];
    assertThat(at).isEqualTo(golden.length - padding);
  }

  private void parse(String root, String definition) {
    String[] types = (root + "\n" + definition).split("=+\nMSG: ", -1);
    for (String type : types) {
      List<String> lines = type.lines().toList();
      fields.put(
          lines.get(0),
          lines.subList(1, lines.size()).stream()
              .filter(line -> !line.isBlank() && !line.contains("="))
              .map(line -> line.substring(0, line.indexOf(' ')))
              .toList());
    }
  }

  private int aligned(int size) {
    int place = at + Math.floorMod(ENCAPSULATION_BYTES - at, size);
    at = place + size;
    return place;
  }

  private void skip(String type) {
    if (type.endsWith("]")) {
      String element = type.substring(0, type.indexOf('['));
      String count = type.substring(type.indexOf('[') + 1, type.length() - 1);
      int n = count.isEmpty() ? payload.getInt(aligned(4)) : Integer.parseInt(count);
      for (int i = 0; i < n; i++) {
        skip(element);
      }
    } else if (type.equals("string")) {
      int bytes = payload.getInt(aligned(4));
      at += bytes;
    } else if (SIZES.containsKey(type)) {
      aligned(SIZES.get(type));
    } else {
      String known =
          fields.containsKey(type)
              ? type
              : fields.keySet().stream()
                  .filter(f -> f.endsWith("/" + type))
                  .findAny()
                  .orElseThrow();
      fields.get(known).forEach(this::skip);
    }
  }
}

package io.mbmpo.controller.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mbmpo.link.PolicySnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * {@code policy-golden.json}: a policy, observations, and the mean actions they must give, for
 * every implementation of the policy. Fields: {@code layerSizes}, {@code parameters}, {@code
 * observationCenter}, {@code observationScale} as in {@link PolicySnapshot}; {@code observations}
 * [cases][inputs]; {@code means} [cases][outputs] in double precision. {@link #main} writes it.
 */
final class GoldenPolicy {
  private static final int[] SIZES = {49, 32, 32, 12};
  private static final int CASES = 16;

  final PolicySnapshot snapshot;
  final double[][] observations;
  final double[][] means;

  private GoldenPolicy(PolicySnapshot snapshot, double[][] observations, double[][] means) {
    this.snapshot = snapshot;
    this.observations = observations;
    this.means = means;
  }

  static GoldenPolicy read() throws IOException {
    try (InputStream in = GoldenPolicy.class.getResourceAsStream("/policy-golden.json")) {
      JsonNode root = new ObjectMapper().readTree(in);
      ObjectMapper mapper = new ObjectMapper();
      return new GoldenPolicy(
          snapshot(
              mapper.treeToValue(root.get("layerSizes"), int[].class),
              mapper.treeToValue(root.get("parameters"), float[].class),
              mapper.treeToValue(root.get("observationCenter"), float[].class),
              mapper.treeToValue(root.get("observationScale"), float[].class)),
          mapper.treeToValue(root.get("observations"), double[][].class),
          mapper.treeToValue(root.get("means"), double[][].class));
    }
  }

  /** Writes the file named by the first argument. */
  public static void main(String[] arguments) throws IOException {
    SplittableRandom random = new SplittableRandom(2018);
    float[] parameters = new float[PolicySnapshot.parameterCount(SIZES)];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (random.nextDouble() - 0.5);
    }
    float[] center = new float[SIZES[0]];
    float[] scale = new float[SIZES[0]];
    for (int i = 0; i < center.length; i++) {
      center[i] = (float) (random.nextDouble() - 0.5);
      scale[i] = (float) (0.1 + 2 * random.nextDouble());
    }
    PolicySnapshot snapshot = snapshot(SIZES, parameters, center, scale);
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode sizes = root.putArray("layerSizes");
    for (int size : SIZES) {
      sizes.add(size);
    }
    add(root.putArray("parameters"), parameters);
    add(root.putArray("observationCenter"), center);
    add(root.putArray("observationScale"), scale);
    ArrayNode observations = root.putArray("observations");
    ArrayNode means = root.putArray("means");
    for (int row = 0; row < CASES; row++) {
      double[] observation = new double[SIZES[0]];
      ArrayNode values = observations.addArray();
      for (int i = 0; i < observation.length; i++) {
        float value = (float) (2 * random.nextDouble() - 1);
        observation[i] = value;
        values.add((double) value);
      }
      ArrayNode mean = means.addArray();
      for (double action : DoubleMlp.mean(snapshot, observation)) {
        mean.add(action);
      }
    }
    Files.writeString(Path.of(arguments[0]), root.toString() + "\n");
  }

  private static void add(ArrayNode node, float[] values) {
    for (float value : values) {
      node.add(value);
    }
  }

  private static PolicySnapshot snapshot(
      int[] sizes, float[] parameters, float[] center, float[] scale) {
    return new PolicySnapshot(
        "golden",
        "any",
        "",
        1,
        0,
        PolicySnapshot.Role.META,
        -1,
        sizes,
        parameters,
        center,
        scale,
        new float[sizes[sizes.length - 1]],
        new float[sizes[sizes.length - 1]]);
  }
}

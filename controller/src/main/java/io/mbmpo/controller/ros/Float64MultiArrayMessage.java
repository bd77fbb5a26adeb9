package io.mbmpo.controller.ros;

/** {@code std_msgs/Float64MultiArray}. */
public final class Float64MultiArrayMessage implements RosMessage {
  /** Most values. */
  public static final int MOST_VALUES = 1024;

  private static final int MOST_DIMENSIONS = 8;
  private static final int LABEL_BYTES = 63;
  private static final int DIMENSION_LEAST_BYTES = 12;

  /** Labels of the dimensions; their number is the number of dimensions. */
  public final Texts labels = new Texts(MOST_DIMENSIONS, LABEL_BYTES);

  /** Of each dimension; unsigned on the wire. */
  public final int[] sizes = new int[MOST_DIMENSIONS];

  /** Of each dimension; unsigned on the wire. */
  public final int[] strides = new int[MOST_DIMENSIONS];

  public int dataOffset;
  public final Doubles data = new Doubles(MOST_VALUES);

  @Override
  public RosType type() {
    return RosType.FLOAT64_MULTI_ARRAY;
  }

  @Override
  public int maxBytes() {
    return 4 + labels.maxBytes() + MOST_DIMENSIONS * 11 + 7 + data.maxBytes();
  }

  @Override
  public void encode(CdrWriter out) {
    out.int32(labels.length);
    for (int i = 0; i < labels.length; i++) {
      out.text(labels.values[i]);
      out.int32(sizes[i]);
      out.int32(strides[i]);
    }
    out.int32(dataOffset);
    data.encode(out);
  }

  @Override
  public void decode(CdrReader in) {
    labels.length = in.length(MOST_DIMENSIONS, DIMENSION_LEAST_BYTES);
    for (int i = 0; i < labels.length; i++) {
      in.text(labels.values[i]);
      sizes[i] = in.int32();
      strides[i] = in.int32();
    }
    dataOffset = in.int32();
    data.decode(in);
  }
}

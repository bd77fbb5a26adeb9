package io.mbmpo.robotconfigs.task;

/**
 * One row of floats: a view into an array of the caller's, or a result in an array of its own. Made
 * by {@link FloatArithmetic} only, and valid until its next {@link FloatArithmetic#reset}.
 */
public final class FloatRow {
  private float[] own = {};
  float[] values = own;
  int offset;
  int width;

  FloatRow() {}

  /** Number of columns. */
  public int width() {
    return width;
  }

  /** Value of a column. Real-time safe. */
  public float get(int column) {
    if (column < 0 || column >= width) {
      throw new IndexOutOfBoundsException(column);
    }
    return values[offset + column];
  }

  /** Makes this row a view. */
  FloatRow view(float[] array, int from, int columns) {
    values = array;
    offset = from;
    width = columns;
    return this;
  }

  /** Makes this row a result of so many columns; allocates only when it never was so wide. */
  FloatRow result(int columns) {
    if (own.length < columns) {
      own = new float[columns];
    }
    return view(own, 0, columns);
  }
}

package io.mbmpo.robotconfigs.task;

import java.util.ArrayList;
import java.util.List;

/**
 * The task's operations on one row of plain floats, in single precision like the tensors. Rows come
 * from an arena that {@link #reset} takes back: once an expression has been evaluated, evaluating
 * it again allocates nothing, so the control thread may. One thread at a time.
 */
public final class FloatArithmetic implements Arithmetic<FloatRow> {
  private final List<FloatRow> arena = new ArrayList<>();
  private int used;

  /** Takes back every row handed out so far; their contents are no longer valid. Real-time safe. */
  public void reset() {
    used = 0;
  }

  /**
   * A view of {@code width} floats of an array from {@code offset} on; nothing is copied.
   *
   * @throws IndexOutOfBoundsException when the array is shorter
   */
  public FloatRow row(float[] array, int offset, int width) {
    if (offset < 0 || width < 0 || offset > array.length - width) {
      throw new IndexOutOfBoundsException(offset);
    }
    return next().view(array, offset, width);
  }

  @Override
  public FloatRow slice(FloatRow x, int from, int to) {
    if (from < 0 || from > to || to > x.width) {
      throw new IndexOutOfBoundsException(to);
    }
    return next().view(x.values, x.offset + from, to - from);
  }

  @Override
  public FloatRow plus(FloatRow x, FloatRow y) {
    FloatRow out = broadcast(x, y);
    for (int i = 0; i < out.width; i++) {
      out.values[i] = at(x, i) + at(y, i);
    }
    return out;
  }

  @Override
  public FloatRow minus(FloatRow x, FloatRow y) {
    FloatRow out = broadcast(x, y);
    for (int i = 0; i < out.width; i++) {
      out.values[i] = at(x, i) - at(y, i);
    }
    return out;
  }

  @Override
  public FloatRow times(FloatRow x, FloatRow y) {
    FloatRow out = broadcast(x, y);
    for (int i = 0; i < out.width; i++) {
      out.values[i] = at(x, i) * at(y, i);
    }
    return out;
  }

  @Override
  public FloatRow max(FloatRow x, FloatRow y) {
    FloatRow out = broadcast(x, y);
    for (int i = 0; i < out.width; i++) {
      out.values[i] = Math.max(at(x, i), at(y, i));
    }
    return out;
  }

  @Override
  public FloatRow plus(FloatRow x, double constant) {
    FloatRow out = next().result(x.width);
    for (int i = 0; i < out.width; i++) {
      out.values[i] = at(x, i) + (float) constant;
    }
    return out;
  }

  @Override
  public FloatRow times(FloatRow x, double constant) {
    FloatRow out = next().result(x.width);
    for (int i = 0; i < out.width; i++) {
      out.values[i] = at(x, i) * (float) constant;
    }
    return out;
  }

  @Override
  public FloatRow square(FloatRow x) {
    return times(x, x);
  }

  @Override
  public FloatRow abs(FloatRow x) {
    FloatRow out = next().result(x.width);
    for (int i = 0; i < out.width; i++) {
      out.values[i] = Math.abs(at(x, i));
    }
    return out;
  }

  @Override
  public FloatRow sqrt(FloatRow x) {
    FloatRow out = next().result(x.width);
    for (int i = 0; i < out.width; i++) {
      out.values[i] = (float) Math.sqrt(at(x, i));
    }
    return out;
  }

  @Override
  public FloatRow clip(FloatRow x, double low, double high) {
    FloatRow out = next().result(x.width);
    for (int i = 0; i < out.width; i++) {
      out.values[i] = Math.min(Math.max(at(x, i), (float) low), (float) high);
    }
    return out;
  }

  @Override
  public FloatRow sum(FloatRow x) {
    FloatRow out = next().result(1);
    float sum = 0;
    for (int i = 0; i < x.width; i++) {
      sum += at(x, i);
    }
    out.values[0] = sum;
    return out;
  }

  @Override
  public FloatRow below(FloatRow x, double threshold) {
    FloatRow out = next().result(x.width);
    for (int i = 0; i < out.width; i++) {
      out.values[i] = at(x, i) < (float) threshold ? 1 : 0;
    }
    return out;
  }

  /** Column i, or the only column of a row of width 1. */
  private static float at(FloatRow x, int i) {
    return x.values[x.offset + (x.width == 1 ? 0 : i)];
  }

  private FloatRow broadcast(FloatRow x, FloatRow y) {
    if (x.width != y.width && x.width != 1 && y.width != 1) {
      throw new IllegalArgumentException("widths " + x.width + " and " + y.width);
    }
    return next().result(Math.max(x.width, y.width));
  }

  private FloatRow next() {
    if (used == arena.size()) {
      arena.add(new FloatRow());
    }
    return arena.get(used++);
  }
}

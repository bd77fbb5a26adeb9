package io.mbmpo.learner.tensors;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The fastest that this machine multiplies float32 matrices through TensorFlow, every worker on its
 * own: what all other speeds of the learner are measured against. Used by one thread.
 */
public final class GemmPeak implements AutoCloseable {
  private final Workers workers;
  private final List<Product> products;

  public GemmPeak(Workers workers) {
    this.workers = workers;
    products = List.of(new Product(2048, 2048, 1, 3), new Product(1000, 512, 20, 5));
    products.forEach(product -> workers.map(workers.threads(), worker -> product.multiply(1)));
  }

  /** The faster, by processor time, of large square products and of chains of a network's size. */
  public Throughput measure() {
    Throughput best = null;
    for (Product product : products) {
      Throughput measured = product.measure();
      if (best == null || measured.gflops(1) > best.gflops(1)) {
        best = measured;
      }
    }
    return best;
  }

  @Override
  public void close() {
    products.forEach(Product::close);
  }

  /** x W W … W with x [rows, size] and W [size, size]. */
  private final class Product implements AutoCloseable {
    private final int rows;
    private final int size;
    private final int chain;
    private final int repetitions;
    private final Graph graph = new Graph();
    private final Placeholder<TFloat32> x;
    private final Placeholder<TFloat32> w;
    private final Op last;
    private final Session session;
    private final List<TFloat32> fed = new ArrayList<>();

    Product(int rows, int size, int chain, int repetitions) {
      this.rows = rows;
      this.size = size;
      this.chain = chain;
      this.repetitions = repetitions;
      Ops tf = workers.device().ops(graph);
      x = tf.placeholder(TFloat32.class);
      w = tf.placeholder(TFloat32.class);
      Operand<TFloat32> product = x;
      for (int i = 0; i < chain; i++) {
        product = tf.linalg.matMul(product, w);
      }
      last = tf.identity(product);
      session = workers.device().session(graph);
      SplittableRandom random = new SplittableRandom(1);
      fed.add(NativeFloats.matrix(uniform(random, rows * size, 1), size));
      // Keeps the variance of the products as it is.
      fed.add(NativeFloats.matrix(uniform(random, size * size, Math.sqrt(3.0 / size)), size));
    }

    Throughput measure() {
      double operations = 2.0 * rows * size * size * chain * repetitions * workers.threads();
      return Throughput.of(
          operations, () -> workers.map(workers.threads(), worker -> multiply(repetitions)));
    }

    int multiply(int times) {
      for (int i = 0; i < times; i++) {
        session.runner().feed(x, fed.get(0)).feed(w, fed.get(1)).addTarget(last).run().close();
      }
      return times;
    }

    private static float[] uniform(SplittableRandom random, int n, double limit) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
      return values;
    }

    @Override
    public void close() {
      session.close();
      graph.close();
      fed.forEach(TFloat32::close);
    }
  }
}

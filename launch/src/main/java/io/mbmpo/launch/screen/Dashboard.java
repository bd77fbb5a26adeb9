package io.mbmpo.launch.screen;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a run while it goes on: redrawn in place a few times a second on a terminal, one line per
 * event anywhere else. Any thread may {@link #update}; drawing has a thread of its own, and trouble
 * with the terminal never stops the run.
 *
 * @param <S> what is shown
 */
public final class Dashboard<S extends Shown<S>> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Dashboard.class);
  private static final long PERIOD_MS = 250;
  private static final Size FALLBACK = new Size(80, 24);

  private final AtomicReference<S> state;
  private final LongSupplier nanoTime;
  private final long begunNanos;
  private final PrintWriter plain;
  private final Terminal terminal;
  private final Display display;
  private final ScheduledExecutorService drawing;
  private final ScheduledFuture<?> redraw;
  private Size size = new Size();
  private S shown;
  private boolean closed;

  private Dashboard(S begin, LongSupplier nanoTime, PrintWriter plain, Terminal terminal) {
    this.state = new AtomicReference<>(begin);
    this.shown = begin;
    this.nanoTime = nanoTime;
    this.begunNanos = nanoTime.getAsLong();
    this.plain = plain;
    this.terminal = terminal;
    this.display = terminal == null ? null : new Display(terminal, false);
    this.drawing =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "dashboard");
              thread.setDaemon(true);
              return thread;
            });
    this.redraw = drawing.scheduleWithFixedDelay(this::draw, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Opens on the terminal if standard output is one, else writes lines to {@code plain}.
   *
   * @param nanoTime monotonic clock, ns
   */
  public static <S extends Shown<S>> Dashboard<S> open(
      S begin, LongSupplier nanoTime, PrintWriter plain) {
    return new Dashboard<>(begin, nanoTime, plain, terminalOrNull());
  }

  /** Writes lines, whatever standard output is. */
  public static <S extends Shown<S>> Dashboard<S> plain(
      S begin, LongSupplier nanoTime, PrintWriter plain) {
    return new Dashboard<>(begin, nanoTime, plain, null);
  }

  /** Takes the next state from the last; may run more than once, so without side effects. */
  public void update(UnaryOperator<S> next) {
    state.updateAndGet(last -> next.apply(last.at(elapsedS())));
  }

  /** What is known now. */
  public S state() {
    return state.get().at(elapsedS());
  }

  /** Draws a last time and gives the terminal back, the last picture left on it. */
  @Override
  public void close() {
    redraw.cancel(false);
    drawing.shutdown();
    try {
      if (!drawing.awaitTermination(2, TimeUnit.SECONDS)) {
        drawing.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drawLast();
  }

  private double elapsedS() {
    return (nanoTime.getAsLong() - begunNanos) / 1e9;
  }

  private synchronized void draw() {
    if (closed) {
      return;
    }
    try {
      S now = state();
      if (terminal == null) {
        now.linesSince(shown).forEach(plain::println);
        plain.flush();
      } else {
        drawLive(now);
      }
      shown = now;
    } catch (RuntimeException e) {
      log.warn("cannot draw", e);
    }
  }

  private void drawLive(S now) {
    Size current = terminal.getSize();
    if (current.getColumns() <= 0 || current.getRows() <= 0) {
      current = FALLBACK;
    }
    if (!current.equals(size)) {
      if (size.getColumns() > 0) {
        terminal.puts(InfoCmp.Capability.clear_screen);
        display.reset();
      }
      size = new Size(current.getColumns(), current.getRows());
      display.resize(size.getRows(), size.getColumns());
    }
    List<String> lines = now.lines(size.getColumns() - 1);
    List<AttributedString> fitting =
        new ArrayList<>(
            lines.stream()
                .limit(Math.max(1, size.getRows() - 2))
                .map(AttributedString::new)
                .toList());
    // The cursor waits on an empty last line, and is brought back to its start before drawing:
    // the terminal may have echoed ^C there, and the display moves it from where it left it.
    fitting.add(AttributedString.EMPTY);
    terminal.writer().print('\r');
    display.update(fitting, size.cursorPos(fitting.size() - 1, 0));
  }

  private synchronized void drawLast() {
    if (closed) {
      return;
    }
    draw();
    closed = true;
    if (terminal != null) {
      terminal.writer().println();
      terminal.flush();
      try {
        terminal.close();
      } catch (IOException e) {
        log.warn("cannot give the terminal back", e);
      }
    }
  }

  private static Terminal terminalOrNull() {
    try {
      Terminal terminal =
          TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build();
      if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        return terminal;
      }
      terminal.close();
    } catch (IOException | RuntimeException e) {
      log.info("no terminal: {}", e.toString());
    }
    return null;
  }
}

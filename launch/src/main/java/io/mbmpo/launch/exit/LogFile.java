package io.mbmpo.launch.exit;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where this process logs. Until a file is set, errors alone are shown, on the terminal. */
public final class LogFile {
  /** System property with the log file; the launcher script sets it for child processes. */
  public static final String FILE_PROPERTY = "mbmpo.log";

  private static final String CONSOLE_PROPERTY = "mbmpo.console";
  private static final String SCREEN_PROPERTY = "mbmpo.screen";

  private LogFile() {}

  /** From now on everything is logged to the file (appended) and nothing to the terminal. */
  public static void use(Path file) {
    System.setProperty(FILE_PROPERTY, file.toString());
    System.setProperty(CONSOLE_PROPERTY, "OFF");
    configure();
  }

  /**
   * The same, but shown on the terminal, too, stack traces excepted: for who has nothing else to
   * look at.
   */
  public static void useAndShow(Path file) {
    System.setProperty(SCREEN_PROPERTY, "INFO");
    use(file);
  }

  /** Back to errors on the terminal. */
  public static void useNone() {
    System.clearProperty(FILE_PROPERTY);
    System.clearProperty(CONSOLE_PROPERTY);
    System.clearProperty(SCREEN_PROPERTY);
    configure();
  }

  private static void configure() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    URL configuration = LogFile.class.getResource("/logback.xml");
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(configuration);
    } catch (JoranException e) {
      throw LaunchException.environment("cannot set up logging from " + configuration, e);
    }
  }
}

package io.mbmpo.launch.gazebo;

import io.mbmpo.controller.dds.DdsParticipant;
import io.mbmpo.controller.dds.DdsWriter;
import io.mbmpo.controller.ros.StringMessage;
import io.mbmpo.controller.wire.Qos;
import io.mbmpo.controller.wire.TopicNames;
import io.mbmpo.launch.exit.LaunchException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Makes things go wrong in Gazebo, see docs/gazebo.md. One thread. */
public final class FaultTopic {
  private static final long PATIENCE_S = 10;

  private final DdsWriter<StringMessage> request;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  public FaultTopic(DdsParticipant participant, TopicNames names) {
    request = participant.writer(names.dds(GazeboProcess.FAULT), new StringMessage(), Qos.RELIABLE);
    participant.reader(
        names.dds(GazeboProcess.FAULT_DONE),
        new StringMessage(),
        Qos.RELIABLE,
        message -> answers.add(message.data.toString()));
  }

  /** Whether a simulator listens. */
  boolean heard() {
    return request.matched() > 0;
  }

  /**
   * Asks for a fault, e.g. {@code push 0 200 0 0.1}, and waits for the answer.
   *
   * @throws LaunchException when it is refused or not answered
   */
  public void make(String fault) throws InterruptedException {
    answers.clear();
    StringMessage message = new StringMessage();
    message.data.set(fault);
    request.write(message);
    String answer = answers.poll(PATIENCE_S, TimeUnit.SECONDS);
    if (answer == null) {
      throw LaunchException.failedRun("Gazebo did not answer to the fault \"" + fault + "\"");
    }
    if (!answer.startsWith("ok")) {
      throw LaunchException.failedRun("fault \"" + fault + "\": " + answer);
    }
  }
}

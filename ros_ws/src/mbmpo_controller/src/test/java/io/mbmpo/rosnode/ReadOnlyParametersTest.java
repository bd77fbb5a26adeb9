package io.mbmpo.rosnode;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.controller.rcl.NodeArguments;
import io.mbmpo.controller.rcl.NodeParameter;
import io.mbmpo.controller.rcl.NodeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ros2.rcljava.RCLJava;
import org.ros2.rcljava.client.Client;
import org.ros2.rcljava.executors.SingleThreadedExecutor;
import org.ros2.rcljava.node.ComposableNode;
import org.ros2.rcljava.node.Node;
import org.ros2.rcljava.parameters.ParameterType;
import org.ros2.rcljava.parameters.ParameterVariant;
import org.ros2.rcljava.parameters.client.AsyncParametersClientImpl;
import rcl_interfaces.msg.ParameterDescriptor;
import rcl_interfaces.msg.ParameterValue;
import rcl_interfaces.msg.SetParametersResult;
import rcl_interfaces.srv.GetParameters;
import rcl_interfaces.srv.GetParameters_Request;
import rcl_interfaces.srv.GetParameters_Response;
import rcl_interfaces.srv.ListParameters_Request;

/** What another node sees of the controller's parameters, over the wire. */
@Timeout(60)
class ReadOnlyParametersTest {
  private static final long SPIN_NANOS = 2_000_000L;
  private static final List<String> NAMES =
      NodeSettings.DECLARED.stream().map(NodeParameter::name).toList();

  private RcljavaNode controller;
  private Node asking;
  private AsyncParametersClientImpl client;
  private SingleThreadedExecutor spinning;

  @BeforeEach
  void openBothNodes() throws Exception {
    NodeArguments arguments =
        NodeArguments.parse("mbmpo_controller", "", List.of("--ros-args", "-r", "__ns:=/seen"));
    NodeSettings settings =
        new NodeSettings(
            "go1", Path.of("robots"), Path.of("run"), "none", null, false, true, "off", 50, 7);
    controller = RcljavaNode.open(arguments, settings);
    asking = RCLJava.createNode("asking", "/seen", RCLJava.getDefaultContext());
    client = new AsyncParametersClientImpl(asking, "mbmpo_controller");
    spinning = new SingleThreadedExecutor();
    spinning.addNode(
        new ComposableNode() {
          @Override
          public Node getNode() {
            return asking;
          }
        });
  }

  @AfterEach
  void leave() {
    controller.shutdown();
  }

  /** Asks again after a while: the first request may go out before the two know of each other. */
  private <T> T answer(Supplier<Future<T>> question) throws Exception {
    Future<T> asked = question.get();
    for (int i = 1; !asked.isDone(); i++) {
      controller.spinOnce(SPIN_NANOS);
      spinning.spinOnce(SPIN_NANOS);
      if (i % 500 == 0) {
        asked = question.get();
      }
    }
    return asked.get(1, TimeUnit.SECONDS);
  }

  /** By the service itself: rcljava's parameter client throws where a value is not set. */
  private List<ParameterValue> values(String... names) throws Exception {
    Client<GetParameters> service =
        asking.createClient(GetParameters.class, "mbmpo_controller/get_parameters");
    GetParameters_Request request = new GetParameters_Request().setNames(List.of(names));
    GetParameters_Response response =
        answer(
            () -> service.<GetParameters_Request, GetParameters_Response>asyncSendRequest(request));
    return response.getValues();
  }

  @Test
  void allAreListedWithTheirValues() throws Exception {
    assertThat(
            answer(() -> client.listParameters(List.of(), ListParameters_Request.DEPTH_RECURSIVE))
                .getNames())
        .containsExactlyInAnyOrderElementsOf(NAMES);
    List<ParameterVariant> values =
        answer(() -> client.getParameters(List.of("robot", "estimate", "record_mb")));
    assertThat(values.get(0).asString()).isEqualTo("go1");
    assertThat(values.get(1).asBool()).isTrue();
    assertThat(values.get(2).asInt()).isEqualTo(50);
  }

  @Test
  void eachIsDescribedWithItsTypeAndRange() throws Exception {
    List<ParameterDescriptor> described = answer(() -> client.describeParameters(NAMES));
    assertThat(described).hasSameSizeAs(NAMES);
    assertThat(described)
        .allSatisfy(
            parameter -> {
              assertThat(parameter.getDescription()).endsWith(".");
              assertThat(parameter.getReadOnly()).isTrue();
              assertThat(parameter.getType())
                  .isNotEqualTo(ParameterType.PARAMETER_NOT_SET.getValue());
            });
    ParameterDescriptor recorded = described.get(NAMES.indexOf("record_mb"));
    assertThat(recorded.getAdditionalConstraints()).isEqualTo("0, or 20 and more");
    assertThat(recorded.getIntegerRange()).hasSize(1);
    assertThat(recorded.getIntegerRange().get(0).getFromValue()).isZero();
    assertThat(recorded.getIntegerRange().get(0).getToValue()).isEqualTo(1_000_000);
  }

  @Test
  void noneCanBeSetAndAnUnknownOneIsAnswered() throws Exception {
    List<SetParametersResult> set =
        answer(
            () ->
                client.setParameters(
                    List.of(
                        new ParameterVariant("record_mb", 100L),
                        new ParameterVariant("no_such_thing", true))));
    assertThat(set)
        .hasSize(2)
        .allSatisfy(
            result -> {
              assertThat(result.getSuccessful()).isFalse();
              assertThat(result.getReason()).contains("restart the node");
            });
    List<ParameterValue> values = values("record_mb", "no_such_thing");
    assertThat(values.get(0).getIntegerValue()).isEqualTo(50);
    assertThat(values.get(1).getType()).isEqualTo(ParameterType.PARAMETER_NOT_SET.getValue());
  }
}

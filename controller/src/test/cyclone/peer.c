/*
 * A ROS 2 node without ROS: our tests' counterpart on Cyclone DDS. It speaks lines on standard
 * output and ends at end of file on standard input.
 *
 *   peer golden
 *       a sample of every type as it looks on the wire: "TYPE HEX", one a line
 *   peer robot DOMAIN PREFIX RELIABILITY HZ JOINT...
 *       publishes joint_states, imu/data and odom at HZ; position of joint i is 0.01 (i + 1) + 1e-9 n
 *       in message n. Says "command N: v v v ..." for every command that arrives.
 *   peer raw DOMAIN TOPIC TYPE 5|600|100000 COUNT SEED
 *       COUNT payloads of random bytes under the name of another type; then says "sent COUNT"
 *   peer bool DOMAIN TOPIC
 *       publishes each line of standard input, "1" or "0", reliable and transient local
 *   peer listen DOMAIN TOPIC RELIABILITY DURABILITY
 *       says "data: v v v ..." of every Float64MultiArray
 *   peer echo DOMAIN
 *       sends every JointState on rt/ping back on rt/pong
 *   peer ping DOMAIN HZ COUNT JOINTS
 *       says the round trip times to an echo in microseconds, one a line
 */
#include <dds/dds.h>
#include <dds/ddsi/ddsi_serdata.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <pthread.h>
#include <math.h>

#include "ros.h"

#define SECOND 1000000000LL

typedef sensor_msgs_msg_dds__JointState_ JointState;
typedef sensor_msgs_msg_dds__Imu_ Imu;
typedef nav_msgs_msg_dds__Odometry_ Odometry;
typedef std_msgs_msg_dds__Float64MultiArray_ Float64MultiArray;

static volatile int over = 0;

static dds_entity_t check(dds_entity_t result, const char *what) {
  if (result < 0) {
    fprintf(stderr, "peer: %s: %s\n", what, dds_strretcode(-result));
    exit(1);
  }
  return result;
}

static void *await_end_of_input(void *unused) {
  char line[256];
  while (fgets(line, sizeof line, stdin) != NULL) {
  }
  over = 1;
  return unused;
}

static void end_with_input(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, await_end_of_input, NULL);
  pthread_detach(thread);
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * SECOND + t.tv_nsec;
}

static void sleep_until(int64_t when) {
  struct timespec t = {when / SECOND, when % SECOND};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static void stamp(builtin_interfaces_msg_dds__Time_ *into) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  into->sec = (int32_t)t.tv_sec;
  into->nanosec = (uint32_t)t.tv_nsec;
}

static dds_qos_t *qos(const char *reliability, const char *durability) {
  dds_qos_t *q = dds_create_qos();
  dds_qset_reliability(
      q, strcmp(reliability, "reliable") == 0 ? DDS_RELIABILITY_RELIABLE : DDS_RELIABILITY_BEST_EFFORT,
      DDS_MSECS(100));
  dds_qset_durability(
      q, strcmp(durability, "transient_local") == 0 ? DDS_DURABILITY_TRANSIENT_LOCAL : DDS_DURABILITY_VOLATILE);
  dds_qset_history(q, DDS_HISTORY_KEEP_LAST, 10);
  return q;
}

static dds_entity_t topic(dds_entity_t participant, const dds_topic_descriptor_t *type, const char *prefix,
                          const char *name) {
  char full[512];
  snprintf(full, sizeof full, "%s%s", prefix, name);
  return check(dds_create_topic(participant, type, full, NULL, NULL), full);
}

/* ---- golden ------------------------------------------------------------------------------------ */

static void print_wire(const char *name, const dds_topic_descriptor_t *type, const void *sample) {
  dds_entity_t participant = check(dds_create_participant(77, NULL, NULL), "participant");
  dds_entity_t t = topic(participant, type, "golden/", name);
  dds_qos_t *q = qos("reliable", "transient_local");
  dds_entity_t reader = check(dds_create_reader(participant, t, q, NULL), "reader");
  dds_entity_t writer = check(dds_create_writer(participant, t, q, NULL), "writer");
  check(dds_write(writer, sample), "write");
  struct ddsi_serdata *data;
  dds_sample_info_t info;
  int n = 0;
  for (int tries = 0; tries < 500 && n == 0; tries++) {
    n = check(dds_takecdr(reader, &data, 1, &info, DDS_ANY_STATE), "take");
    dds_sleepfor(DDS_MSECS(2));
  }
  uint32_t size = ddsi_serdata_size(data);
  unsigned char *bytes = malloc(size);
  ddsi_serdata_to_ser(data, 0, size, bytes);
  printf("%s ", name);
  for (uint32_t i = 0; i < size; i++) {
    printf("%02x", bytes[i]);
  }
  printf("\n");
  ddsi_serdata_unref(data);
  free(bytes);
  dds_delete_qos(q);
  dds_delete(participant);
}

static void count_up(double *into, int n, double first) {
  for (int i = 0; i < n; i++) {
    into[i] = first + i;
  }
}

static void golden(void) {
  std_msgs_msg_dds__Header_ header = {{1700000000, 123456789}, "base_link"};

  char *names[] = {"left", "right_knee", ""};
  double positions[] = {0.5, -1.25, 3e-9};
  double velocities[] = {1, 2, 3};
  JointState joints = {header, {3, 3, names, false}, {3, 3, positions, false}, {3, 3, velocities, false}, {0, 0, NULL, false}};
  print_wire("sensor_msgs/msg/JointState", &sensor_msgs_msg_dds__JointState__desc, &joints);

  Imu imu = {.header = header, .orientation = {0.1, 0.2, 0.3, 0.9}, .angular_velocity = {1, 2, 3}, .linear_acceleration = {4, 5, 9.81}};
  count_up(imu.orientation_covariance, 9, 10);
  count_up(imu.angular_velocity_covariance, 9, 20);
  count_up(imu.linear_acceleration_covariance, 9, 30);
  print_wire("sensor_msgs/msg/Imu", &sensor_msgs_msg_dds__Imu__desc, &imu);

  Odometry odometry = {.header = header, .child_frame_id = "trunk"};
  odometry.pose.pose.position = (geometry_msgs_msg_dds__Point_){1, 2, 0.3};
  odometry.pose.pose.orientation = (geometry_msgs_msg_dds__Quaternion_){0, 0, 0.6, 0.8};
  odometry.twist.twist.linear = (geometry_msgs_msg_dds__Vector3_){0.5, 0, -0.1};
  odometry.twist.twist.angular = (geometry_msgs_msg_dds__Vector3_){0, 0, 0.25};
  count_up(odometry.pose.covariance, 36, 100);
  count_up(odometry.twist.covariance, 36, 200);
  print_wire("nav_msgs/msg/Odometry", &nav_msgs_msg_dds__Odometry__desc, &odometry);

  float axes[] = {-1, 0.5f, 0.25f};
  int32_t buttons[] = {0, 1};
  sensor_msgs_msg_dds__Joy_ joy = {header, {3, 3, axes, false}, {2, 2, buttons, false}};
  print_wire("sensor_msgs/msg/Joy", &sensor_msgs_msg_dds__Joy__desc, &joy);

  float cell_voltages[] = {4.2f, 4.19f};
  float cell_temperatures[] = {31};
  sensor_msgs_msg_dds__BatteryState_ battery = {
      header, 25.2f, 31.5f, -4.25f, 3.5f, 6, 6.5f, 0.58f, 2, 1, 3, true,
      {2, 2, cell_voltages, false}, {1, 1, cell_temperatures, false}, "slot 1", ""};
  print_wire("sensor_msgs/msg/BatteryState", &sensor_msgs_msg_dds__BatteryState__desc, &battery);

  std_msgs_msg_dds__Bool_ yes = {true};
  print_wire("std_msgs/msg/Bool", &std_msgs_msg_dds__Bool__desc, &yes);

  std_msgs_msg_dds__String_ text = {"mode: RUN \xc2\xb5"};
  print_wire("std_msgs/msg/String", &std_msgs_msg_dds__String__desc, &text);

  std_msgs_msg_dds__MultiArrayDimension_ dims[] = {{"joint", 2, 2}, {"", 1, 1}};
  double values[] = {0.75, -0.75};
  Float64MultiArray array = {{{2, 2, dims, false}, 7}, {2, 2, values, false}};
  print_wire("std_msgs/msg/Float64MultiArray", &std_msgs_msg_dds__Float64MultiArray__desc, &array);

  diagnostic_msgs_msg_dds__KeyValue_ pairs[] = {{"ticks", "12"}, {"mode", "RUN"}};
  diagnostic_msgs_msg_dds__DiagnosticStatus_ statuses[] = {
      {1, "mbmpo: loop", "late", "go1", {2, 2, pairs, false}}, {0, "x", "", "", {0, 0, NULL, false}}};
  diagnostic_msgs_msg_dds__DiagnosticArray_ diagnostics = {header, {2, 2, statuses, false}};
  print_wire("diagnostic_msgs/msg/DiagnosticArray", &diagnostic_msgs_msg_dds__DiagnosticArray__desc, &diagnostics);
}

/* ---- robot ------------------------------------------------------------------------------------- */

static void print_doubles(const char *what, long n, const double *values, uint32_t count) {
  printf("%s %ld:", what, n);
  for (uint32_t i = 0; i < count; i++) {
    printf(" %.9g", values[i]);
  }
  printf("\n");
  fflush(stdout);
}

static void take_arrays(dds_entity_t reader, const char *what, long *n) {
  void *samples[1] = {NULL};
  dds_sample_info_t info;
  while (dds_take(reader, samples, &info, 1, 1) > 0) {
    if (info.valid_data) {
      Float64MultiArray *array = samples[0];
      print_doubles(what, (*n)++, array->data._buffer, array->data._length);
    }
    dds_return_loan(reader, samples, 1);
  }
}

static void robot(int domain, const char *prefix, const char *reliability, int hz, char **names, uint32_t joints) {
  dds_entity_t participant = check(dds_create_participant(domain, NULL, NULL), "participant");
  dds_qos_t *q = qos(reliability, "volatile");
  dds_qos_t *command_qos = qos("reliable", "volatile");
  dds_entity_t joint_writer = check(
      dds_create_writer(participant, topic(participant, &sensor_msgs_msg_dds__JointState__desc, prefix, "joint_states"), q, NULL), "joints");
  dds_entity_t imu_writer =
      check(dds_create_writer(participant, topic(participant, &sensor_msgs_msg_dds__Imu__desc, prefix, "imu/data"), q, NULL), "imu");
  dds_entity_t odometry_writer =
      check(dds_create_writer(participant, topic(participant, &nav_msgs_msg_dds__Odometry__desc, prefix, "odom"), q, NULL), "odom");
  dds_entity_t command_reader = check(
      dds_create_reader(participant,
                        topic(participant, &std_msgs_msg_dds__Float64MultiArray__desc, prefix, "forward_position_controller/commands"),
                        command_qos, NULL),
      "commands");
  double *position = calloc(joints, sizeof(double));
  double *velocity = calloc(joints, sizeof(double));
  double *effort = calloc(joints, sizeof(double));
  JointState state = {{{0, 0}, ""}, {joints, joints, names, false}, {joints, joints, position, false}, {joints, joints, velocity, false}, {joints, joints, effort, false}};
  Imu imu = {.header = {{0, 0}, "trunk"}, .orientation = {0, 0, 0, 1}, .linear_acceleration = {0, 0, 9.81}};
  Odometry odometry = {.header = {{0, 0}, "odom"}, .child_frame_id = "trunk"};
  odometry.pose.pose.orientation.w = 1;
  odometry.pose.pose.position.z = 0.3;
  printf("ready\n");
  fflush(stdout);
  int64_t next = now();
  long commands = 0;
  for (long n = 0; !over; n++) {
    for (uint32_t i = 0; i < joints; i++) {
      position[i] = 0.01 * (i + 1) + 1e-9 * n;
      velocity[i] = 0.1 * (i + 1);
      effort[i] = 1.0 * (i + 1);
    }
    stamp(&state.header.stamp);
    imu.header.stamp = odometry.header.stamp = state.header.stamp;
    odometry.twist.twist.linear.x = 1e-3 * n;
    imu.angular_velocity.z = 1e-3 * n;
    check(dds_write(joint_writer, &state), "write");
    check(dds_write(imu_writer, &imu), "write");
    check(dds_write(odometry_writer, &odometry), "write");
    take_arrays(command_reader, "command", &commands);
    next += SECOND / hz;
    sleep_until(next);
  }
  dds_delete(participant);
}

/* ---- raw, bool, listen ------------------------------------------------------------------------- */

static uint64_t random_state;

static uint32_t random_bits(void) {
  random_state = random_state * 6364136223846793005ULL + 1442695040888963407ULL;
  return (uint32_t)(random_state >> 33);
}

static void raw(int domain, const char *name, const char *type_name, int size, int count, long seed) {
  const dds_topic_descriptor_t *bytes_type = size == 5 ? &raw_Bytes5_desc : size == 600 ? &raw_Bytes600_desc : &raw_Bytes100000_desc;
  dds_topic_descriptor_t type = {
      .m_size = bytes_type->m_size,
      .m_align = bytes_type->m_align,
      .m_flagset = bytes_type->m_flagset & ~(uint32_t)DDS_TOPIC_XTYPES_METADATA, /* it would give us away */
      .m_nkeys = 0,
      .m_typename = type_name,
      .m_nops = bytes_type->m_nops,
      .m_ops = bytes_type->m_ops,
      .m_meta = ""};
  dds_entity_t participant = check(dds_create_participant(domain, NULL, NULL), "participant");
  dds_qos_t *q = qos("reliable", "volatile");
  dds_entity_t writer = check(dds_create_writer(participant, topic(participant, &type, "", name), q, NULL), "writer");
  dds_publication_matched_status_t matched = {0};
  while (matched.current_count == 0) {
    check(dds_get_publication_matched_status(writer, &matched), "matched");
    dds_sleepfor(DDS_MSECS(5));
  }
  unsigned char *bytes = malloc(size);
  random_state = seed;
  for (int n = 0; n < count; n++) {
    for (int i = 0; i < size; i++) {
      /* every other payload of small numbers: lengths that are believable */
      bytes[i] = n % 2 ? random_bits() & 0xff : (i % 4 ? 0 : random_bits() % 24);
    }
    check(dds_write(writer, bytes), "write");
    if (n % 10 == 9) {
      dds_sleepfor(DDS_MSECS(1));
    }
  }
  dds_wait_for_acks(writer, DDS_SECS(10));
  printf("sent %d\n", count);
  fflush(stdout);
  while (!over) {
    dds_sleepfor(DDS_MSECS(20));
  }
  dds_delete(participant);
}

static void publish_bools(int domain, const char *name) {
  dds_entity_t participant = check(dds_create_participant(domain, NULL, NULL), "participant");
  dds_qos_t *q = qos("reliable", "transient_local");
  dds_entity_t writer =
      check(dds_create_writer(participant, topic(participant, &std_msgs_msg_dds__Bool__desc, "", name), q, NULL), "writer");
  printf("ready\n");
  fflush(stdout);
  char line[256];
  while (fgets(line, sizeof line, stdin) != NULL) {
    std_msgs_msg_dds__Bool_ value = {line[0] == '1'};
    check(dds_write(writer, &value), "write");
  }
  dds_delete(participant);
}

static void hear(int domain, const char *name, const char *reliability, const char *durability) {
  dds_entity_t participant = check(dds_create_participant(domain, NULL, NULL), "participant");
  dds_qos_t *q = qos(reliability, durability);
  dds_entity_t reader = check(
      dds_create_reader(participant, topic(participant, &std_msgs_msg_dds__Float64MultiArray__desc, "", name), q, NULL), "reader");
  printf("ready\n");
  fflush(stdout);
  long n = 0;
  while (!over) {
    take_arrays(reader, "data", &n);
    dds_sleepfor(DDS_MSECS(1));
  }
  dds_delete(participant);
}

/* ---- echo, ping -------------------------------------------------------------------------------- */

static dds_entity_t wait_set(dds_entity_t participant, dds_entity_t reader) {
  dds_entity_t set = check(dds_create_waitset(participant), "waitset");
  check(dds_set_status_mask(reader, DDS_DATA_AVAILABLE_STATUS), "mask");
  check(dds_waitset_attach(set, reader, 0), "attach");
  return set;
}

static void echo(int domain) {
  dds_entity_t participant = check(dds_create_participant(domain, NULL, NULL), "participant");
  dds_qos_t *q = qos("reliable", "volatile");
  dds_entity_t writer =
      check(dds_create_writer(participant, topic(participant, &sensor_msgs_msg_dds__JointState__desc, "rt/", "pong"), q, NULL), "writer");
  dds_entity_t reader =
      check(dds_create_reader(participant, topic(participant, &sensor_msgs_msg_dds__JointState__desc, "rt/", "ping"), q, NULL), "reader");
  dds_entity_t set = wait_set(participant, reader);
  printf("ready\n");
  fflush(stdout);
  while (!over) {
    check(dds_waitset_wait(set, NULL, 0, DDS_MSECS(100)), "wait");
    void *samples[1] = {NULL};
    dds_sample_info_t info;
    while (dds_take(reader, samples, &info, 1, 1) > 0) {
      if (info.valid_data) {
        check(dds_write(writer, samples[0]), "write");
      }
      dds_return_loan(reader, samples, 1);
    }
  }
  dds_delete(participant);
}

static void ping(int domain, int hz, int count, uint32_t joints) {
  dds_entity_t participant = check(dds_create_participant(domain, NULL, NULL), "participant");
  dds_qos_t *q = qos("reliable", "volatile");
  dds_entity_t writer =
      check(dds_create_writer(participant, topic(participant, &sensor_msgs_msg_dds__JointState__desc, "rt/", "ping"), q, NULL), "writer");
  dds_entity_t reader =
      check(dds_create_reader(participant, topic(participant, &sensor_msgs_msg_dds__JointState__desc, "rt/", "pong"), q, NULL), "reader");
  dds_entity_t set = wait_set(participant, reader);
  dds_publication_matched_status_t out = {0};
  dds_subscription_matched_status_t in = {0};
  while (out.current_count == 0 || in.current_count == 0) {
    dds_get_publication_matched_status(writer, &out);
    dds_get_subscription_matched_status(reader, &in);
    dds_sleepfor(DDS_MSECS(10));
  }
  dds_sleepfor(DDS_MSECS(200));
  char **names = calloc(joints, sizeof(char *));
  for (uint32_t i = 0; i < joints; i++) {
    names[i] = malloc(32);
    snprintf(names[i], 32, "joint_number_%u", i);
  }
  double *values = calloc(joints, sizeof(double));
  JointState state = {{{0, 0}, "base_link"}, {joints, joints, names, false}, {joints, joints, values, false}, {joints, joints, values, false}, {joints, joints, values, false}};
  int64_t next = now();
  for (int n = 0; n < count && !over; n++) {
    next += SECOND / hz;
    sleep_until(next);
    state.header.stamp.sec = n;
    int64_t sent = now();
    check(dds_write(writer, &state), "write");
    int64_t back = 0;
    while (back == 0 && now() - sent < SECOND / 2) {
      dds_waitset_wait(set, NULL, 0, DDS_MSECS(50));
      void *samples[1] = {NULL};
      dds_sample_info_t info;
      while (dds_take(reader, samples, &info, 1, 1) > 0) {
        if (info.valid_data && ((JointState *)samples[0])->header.stamp.sec == n) {
          back = now();
        }
        dds_return_loan(reader, samples, 1);
      }
    }
    printf("%.3f\n", back == 0 ? INFINITY : (back - sent) * 1e-3);
  }
  fflush(stdout);
  dds_delete(participant);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (strcmp(mode, "bool") == 0 && argc == 4) {
    publish_bools(atoi(argv[2]), argv[3]);
    return 0;
  }
  if (strcmp(mode, "golden") == 0) {
    golden();
    return 0;
  }
  end_with_input();
  if (strcmp(mode, "robot") == 0 && argc > 6) {
    robot(atoi(argv[2]), argv[3], argv[4], atoi(argv[5]), argv + 6, argc - 6);
  } else if (strcmp(mode, "raw") == 0 && argc == 8) {
    raw(atoi(argv[2]), argv[3], argv[4], atoi(argv[5]), atoi(argv[6]), atol(argv[7]));
  } else if (strcmp(mode, "listen") == 0 && argc == 6) {
    hear(atoi(argv[2]), argv[3], argv[4], argv[5]);
  } else if (strcmp(mode, "echo") == 0 && argc == 3) {
    echo(atoi(argv[2]));
  } else if (strcmp(mode, "ping") == 0 && argc == 6) {
    ping(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]), atoi(argv[5]));
  } else {
    fprintf(stderr, "usage: see the head of peer.c\n");
    return 2;
  }
  return 0;
}

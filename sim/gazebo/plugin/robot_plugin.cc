// A robot in Gazebo 11 as a robot on the ROS 2 wire: what ./mbmpo sim is for the embedded simulator.
// At every tick sensors go out and the newest command is taken; at every physics step the drives
// close their loop. All of it happens on the thread of Gazebo's physics.
//
// Real time: ticks come by the wall's clock, drives damp when no command comes for 0.1 s.
// Lockstep: after each tick physics waits for one command. Sensors are published again now and then
// while it waits, so that a controller that comes late has something to answer.
//
// What the robot is stands in the plugin's element, which io.mbmpo.sim.gazebo.SdfWriter writes.

#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <gazebo/common/common.hh>
#include <gazebo/gazebo.hh>
#include <gazebo/physics/physics.hh>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "drive.h"
#include "faults.h"
#include "ground.h"
#include "wire.h"

namespace mbmpo {
namespace {

using gazebo::physics::JointPtr;
using gazebo::physics::LinkPtr;
using ignition::math::Pose3d;
using ignition::math::Vector3d;

constexpr int64_t kSecond = 1000000000;
constexpr int64_t kWatchdogNanos = kSecond / 10;
constexpr int64_t kMostBehindNanos = kSecond / 10;
constexpr int64_t kAgainNanos = kSecond / 5;
constexpr int64_t kPatienceNanos = kSecond / 50;

int64_t clockNanos(clockid_t which) {
  timespec t;
  clock_gettime(which, &t);
  return t.tv_sec * kSecond + t.tv_nsec;
}

void sleepUntil(int64_t nanos) {
  timespec t = {nanos / kSecond, nanos % kSecond};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, nullptr);
}

}  // namespace

class RobotPlugin : public gazebo::ModelPlugin {
 public:
  ~RobotPlugin() override { over_ = true; }

  void Load(gazebo::physics::ModelPtr model, sdf::ElementPtr sdf) override {
    try {
      load(model, sdf);
    } catch (const std::exception &e) {
      fail(e.what());
    }
  }

 private:
  // Gazebo would go on with a robot that nobody hears.
  [[noreturn]] static void fail(const std::string &why) {
    std::printf("mbmpo: %s\n", why.c_str());
    std::fflush(stdout);
    _exit(1);
  }

  void load(gazebo::physics::ModelPtr model, sdf::ElementPtr sdf) {
    model_ = model;
    trunk_ = model->GetLink(sdf->Get<std::string>("trunk"));
    if (!trunk_) {
      throw std::runtime_error("no link " + sdf->Get<std::string>("trunk"));
    }
    lockstep_ = sdf->Get<bool>("lockstep");
    tickNanos_ = std::stoll(sdf->Get<std::string>("tick_ns"));
    substeps_ = sdf->Get<int>("substeps");
    perturbation_ = sdf->Get<double>("perturbation");
    seed_ = std::stoull(sdf->Get<std::string>("seed"));
    strength_ = sdf->Get<double>("strength");
    sensorDelay_ = sdf->Get<int>("sensor_delay_ticks");
    underWay_.resize(sdf->Get<int>("command_delay_ticks") + 1);
    start_ = sdf->Get<Pose3d>("start");
    std::string command = sdf->Get<std::string>("command");
    effortOnly_ = command == "effort";
    rows_ = command == "impedance" ? 5 : 1;
    loadDrives(sdf);
    ground_ = Ground::of(sdf->GetElement("ground"));
    Topics topics;
    auto name = [&](const char *key) { return sdf->GetElement("topics")->Get<std::string>(key); };
    topics.jointStates = name("joint_states");
    topics.imu = name("imu");
    topics.odometry = name("odometry");
    topics.commands = name("commands");
    topics.reset = name("reset");
    topics.resetDone = name("reset_done");
    topics.fault = name("fault");
    topics.faultDone = name("fault_done");
    std::vector<std::string> names;
    std::vector<JointPtr> joints;
    for (const Drive &drive : drives_) {
      names.push_back(drive.joint->GetName());
      joints.push_back(drive.joint);
    }
    wire_ = std::make_unique<Wire>(sdf->Get<int>("domain"), topics, trunk_->GetName(), names);
    faults_ = std::make_unique<Faults>(trunk_, joints);
    sample_.position.resize(drives_.size());
    sample_.velocity.resize(drives_.size());
    sample_.effort.resize(drives_.size());
    measured_.resize(sensorDelay_ + 1, sample_);
    rosMinusSim_ = clockNanos(CLOCK_REALTIME) - simNanos_;
    endWithInput();
    interrupted_ = gazebo::event::Events::ConnectSigInt([this] { over_ = true; });
    update_ = gazebo::event::Events::ConnectWorldUpdateBegin([this](const gazebo::common::UpdateInfo &) { step(); });
  }

  void loadDrives(sdf::ElementPtr sdf) {
    for (auto e = sdf->GetElement("drive"); e; e = e->GetNextElement("drive")) {
      Drive d;
      std::string name = e->Get<std::string>("joint");
      d.joint = model_->GetJoint(name);
      if (!d.joint) {
        throw std::runtime_error("no joint " + name);
      }
      d.kp = e->Get<double>("kp");
      d.kd = e->Get<double>("kd");
      d.damping = e->Get<double>("damping");
      d.effortLimit = e->Get<double>("effort_limit");
      d.velocityLimit = e->Get<double>("velocity_limit");
      d.lower = e->Get<double>("lower");
      d.upper = e->Get<double>("upper");
      d.crouch = e->Get<double>("crouch");
      d.column = e->Get<int>("column");
      drives_.push_back(d);
    }
  }

  // Nobody is left behind: the process ends when its standard input does, that is with its parent.
  void endWithInput() {
    std::thread([] {
      char c;
      while (read(STDIN_FILENO, &c, 1) > 0) {
      }
      kill(getpid(), SIGINT);
      sleep(3);
      _exit(1);
    }).detach();
  }

  // Before each physics step.
  void step() {
    if (substep_ == 0) {
      tick();
    }
    substep_ = (substep_ + 1) % substeps_;
    for (Drive &d : drives_) {
      d.torque = d.law(d.joint->Position(0), d.joint->GetVelocity(0));
      d.joint->SetForce(0, strength_ * d.torque);  // a drive does not know that its motor is weak
    }
    faults_->step(1e-9 * tickNanos_ / substeps_);
  }

  void tick() {
    if (!begun_) {
      begun_ = true;
      putBack();
      fillSensors();
      std::printf("mbmpo: ready\n");
      std::fflush(stdout);
    } else {
      simNanos_ += tickNanos_;
    }
    if (!lockstep_) {
      pace();
    }
    if (wire_->takeReset()) {
      reset();
    }
    measure();
    wire_->publish(arrived(), faults_->published());
    takeFaults();
    if (lockstep_) {
      awaitCommand();
      obey();
    } else if (takeCommand()) {
      commandedNanos_ = clockNanos(CLOCK_MONOTONIC);
      damping_ = false;
      obey();
    } else if (!damping_ && clockNanos(CLOCK_MONOTONIC) - commandedNanos_ > kWatchdogNanos) {
      damping_ = true;
      for (Drive &d : drives_) {
        d.damp();
      }
    } else {
      obey();
    }
  }

  // Simulated time begins anew from the wall's.
  void synchronize() { monotonicMinusSim_ = clockNanos(CLOCK_MONOTONIC) - simNanos_; }

  void pace() {
    int64_t behind = clockNanos(CLOCK_MONOTONIC) - (simNanos_ + monotonicMinusSim_);
    if (behind < 0) {
      sleepUntil(simNanos_ + monotonicMinusSim_);
    } else if (behind > kMostBehindNanos) {
      lostS_ += 1e-9 * behind;
      synchronize();
      if (lostS_ > saidLostS_ + 1) {
        saidLostS_ = lostS_;
        std::printf("mbmpo: %.1f s lost: too slow for real time\n", lostS_);
        std::fflush(stdout);
      }
    }
  }

  void reset() {
    seed_++;
    putBack();
    simNanos_ += tickNanos_;
    fillSensors();
    wire_->sayReset();
  }

  // The pipe of the sensors is full of readings of the robot at rest; time goes on by their delay.
  void fillSensors() {
    simNanos_ += sensorDelay_ * tickNanos_;
    synchronize();
    for (int i = sensorDelay_; i > 0; i--) {
      measure();
      measured_[newest_].stampNanos -= i * tickNanos_;
    }
  }

  // On the ground in the crouch, perturbed by the seed, at rest, limp and sound.
  void putBack() {
    faults_->clear();
    std::mt19937_64 random(seed_);
    std::uniform_real_distribution<double> within(-perturbation_, perturbation_);
    model_->ResetPhysicsStates();
    for (Drive &d : drives_) {
      d.limp();
      d.torque = 0;
      d.joint->SetPosition(0, std::max(d.lower, std::min(d.upper, d.crouch + within(random))));
    }
    model_->SetWorldPose(start_);
    model_->ResetPhysicsStates();
    velocityBefore_ = Vector3d::Zero;
    damping_ = true;
    for (std::vector<double> &command : underWay_) {
      command.clear();
    }
    std::vector<double> forgotten;
    wire_->takeCommand(rows_ * drives_.size(), forgotten);
  }

  void measure() {
    for (size_t i = 0; i < drives_.size(); i++) {
      sample_.position[i] = drives_[i].joint->Position(0);
      sample_.velocity[i] = drives_[i].joint->GetVelocity(0);
      sample_.effort[i] = drives_[i].torque;
    }
    Pose3d pose = trunk_->WorldPose();
    Vector3d velocity = trunk_->WorldLinearVel();
    Vector3d acceleration = (velocity - velocityBefore_) * (1e9 / tickNanos_);
    velocityBefore_ = velocity;
    Vector3d force = pose.Rot().RotateVectorReverse(acceleration - model_->GetWorld()->Gravity());
    Vector3d forward = pose.Rot().RotateVectorReverse(velocity);
    Vector3d turn = trunk_->RelativeAngularVel();
    for (int i = 0; i < 3; i++) {
      sample_.specificForce[i] = force[i];
      sample_.linearVelocity[i] = forward[i];
      sample_.angularVelocity[i] = turn[i];
    }
    sample_.place[0] = pose.Pos().X();
    sample_.place[1] = pose.Pos().Y();
    sample_.place[2] = pose.Pos().Z() - ground_.at(pose.Pos().X(), pose.Pos().Y());
    sample_.orientation[0] = pose.Rot().X();
    sample_.orientation[1] = pose.Rot().Y();
    sample_.orientation[2] = pose.Rot().Z();
    sample_.orientation[3] = pose.Rot().W();
    if (lockstep_) {
      sample_.stampNanos = simNanos_ + rosMinusSim_;
    } else {
      int64_t ago = clockNanos(CLOCK_MONOTONIC) - (simNanos_ + monotonicMinusSim_);
      sample_.stampNanos = clockNanos(CLOCK_REALTIME) - ago;
    }
    newest_ = (newest_ + 1) % measured_.size();
    measured_[newest_] = sample_;
  }

  // The sample that has arrived by now: measured as many ticks ago as sensors are late.
  const Sample &arrived() const { return measured_[(newest_ + 1) % measured_.size()]; }

  void awaitCommand() {
    int64_t published = clockNanos(CLOCK_MONOTONIC);
    while (!takeCommand() && !over_) {
      wire_->await(kPatienceNanos);
      takeFaults();
      if (wire_->takeReset()) {
        reset();
        measure();
        published = 0;
      }
      int64_t now = clockNanos(CLOCK_MONOTONIC);
      if (now - published > kAgainNanos) {
        published = now;
        wire_->publish(arrived(), faults_->published());
      }
    }
  }

  void takeFaults() {
    wire_->takeFaults([this](const std::string &line) {
      std::string said = faults_->apply(line);
      std::printf("mbmpo: fault %s\n", said.c_str());
      std::fflush(stdout);
      return said;
    });
  }

  // A command that has come sets out for the drives.
  bool takeCommand() { return wire_->takeCommand(rows_ * drives_.size(), underWay_[nextCommand_]); }

  // Once every tick: the command that has reached the drives by now is theirs.
  void obey() {
    nextCommand_ = (nextCommand_ + 1) % underWay_.size();
    std::vector<double> &command = underWay_[nextCommand_];
    if (command.empty()) {
      return;
    }
    size_t n = drives_.size();
    for (Drive &d : drives_) {
      double first = command[d.column];
      if (rows_ == 5) {
        d.position = first;
        d.velocity = command[n + d.column];
        d.effort = command[2 * n + d.column];
        d.gainP = command[3 * n + d.column];
        d.gainD = command[4 * n + d.column];
      } else {
        d.position = effortOnly_ ? 0 : first;
        d.velocity = 0;
        d.effort = effortOnly_ ? first : 0;
        d.gainP = effortOnly_ ? 0 : d.kp;
        d.gainD = effortOnly_ ? 0 : d.kd;
      }
    }
    command.clear();
  }

  gazebo::physics::ModelPtr model_;
  LinkPtr trunk_;
  std::vector<Drive> drives_;
  std::unique_ptr<Wire> wire_;
  std::unique_ptr<Faults> faults_;
  gazebo::event::ConnectionPtr update_, interrupted_;
  Ground ground_;
  Pose3d start_;
  Sample sample_;
  std::vector<Sample> measured_;                // the last ones, in a ring
  std::vector<std::vector<double>> underWay_;   // commands by tick, in a ring; empty: none came
  size_t newest_ = 0, nextCommand_ = 0;
  std::atomic<bool> over_{false};
  bool lockstep_ = false, effortOnly_ = false, begun_ = false, damping_ = true;
  size_t rows_ = 1;
  int substeps_ = 1, substep_ = 0;
  uint64_t seed_ = 1;
  int sensorDelay_ = 0;
  double strength_ = 1, perturbation_ = 0, lostS_ = 0, saidLostS_ = 0;
  int64_t tickNanos_ = 0, simNanos_ = kSecond, commandedNanos_ = 0;
  int64_t monotonicMinusSim_ = 0, rosMinusSim_ = 0;
  Vector3d velocityBefore_;
};

GZ_REGISTER_MODEL_PLUGIN(RobotPlugin)

}  // namespace mbmpo

package io.mbmpo.controller.ros;

/** {@code sensor_msgs/BatteryState}; NaN is what is not measured. */
public final class BatteryStateMessage implements RosMessage {
  private static final int MOST_CELLS = 64;
  private static final int TEXT_BYTES = 127;

  public final Header header = new Header();

  /** V. */
  public float voltage;

  /** °C. */
  public float temperature;

  /** A; negative when discharging. */
  public float current;

  /** Ah. */
  public float charge;

  /** Ah. */
  public float capacity;

  /** Ah. */
  public float designCapacity;

  /** From 0 to 1. */
  public float percentage;

  public int powerSupplyStatus;
  public int powerSupplyHealth;
  public int powerSupplyTechnology;
  public boolean present;

  /** V. */
  public final Floats cellVoltage = new Floats(MOST_CELLS);

  /** °C. */
  public final Floats cellTemperature = new Floats(MOST_CELLS);

  public final Text location = new Text(TEXT_BYTES);
  public final Text serialNumber = new Text(TEXT_BYTES);

  @Override
  public RosType type() {
    return RosType.BATTERY_STATE;
  }

  @Override
  public int maxBytes() {
    return 4
        + header.maxBytes()
        + (3 + 7 * 4)
        + 4
        + cellVoltage.maxBytes()
        + cellTemperature.maxBytes()
        + (3 + location.maxBytes())
        + (3 + serialNumber.maxBytes());
  }

  @Override
  public void encode(CdrWriter out) {
    header.encode(out);
    out.float32(voltage);
    out.float32(temperature);
    out.float32(current);
    out.float32(charge);
    out.float32(capacity);
    out.float32(designCapacity);
    out.float32(percentage);
    out.octet(powerSupplyStatus);
    out.octet(powerSupplyHealth);
    out.octet(powerSupplyTechnology);
    out.bool(present);
    cellVoltage.encode(out);
    cellTemperature.encode(out);
    out.text(location);
    out.text(serialNumber);
  }

  @Override
  public void decode(CdrReader in) {
    header.decode(in);
    voltage = in.float32();
    temperature = in.float32();
    current = in.float32();
    charge = in.float32();
    capacity = in.float32();
    designCapacity = in.float32();
    percentage = in.float32();
    powerSupplyStatus = in.octet();
    powerSupplyHealth = in.octet();
    powerSupplyTechnology = in.octet();
    present = in.bool();
    cellVoltage.decode(in);
    cellTemperature.decode(in);
    in.text(location);
    in.text(serialNumber);
  }
}

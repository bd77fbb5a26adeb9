/** Both ends of the link over MQTT 5: topics, connection, episode transfer, embedded broker. */
package io.mbmpo.link.mqtt;

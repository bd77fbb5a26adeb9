/** Who may be on the link: certificates, signing keys, and a broker that asks for them. */
package io.mbmpo.launch.keys;

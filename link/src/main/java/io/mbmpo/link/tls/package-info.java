/**
 * How an end of the link and its broker know each other: certificates, and what is wrong with them.
 */
package io.mbmpo.link.tls;

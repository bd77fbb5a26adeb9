/** What the controller sees of any robot: newest sensor values in, one command out, lock-free. */
package io.mbmpo.controller.port;

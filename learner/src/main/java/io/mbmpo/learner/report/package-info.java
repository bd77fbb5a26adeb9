/** What people look at while and after a run learns. */
package io.mbmpo.learner.report;

/** The ensemble of dynamics models and its fit to real transitions (section IV-A, Eq. 1). */
package io.mbmpo.learner.dynamics;

// SPDX-License-Identifier: Apache-2.0
/**
 * Changes the configuration of a running node. {@code ConfiguredSettings} holds a value against the metatype, has
 * {@code CfgChange} write it, gives it to the Configuration Admin, and waits by {@code Uptake} for what the component makes of
 * it. {@code CfgText} is the text of a {@code CfgFile}, which it changes in one place and leaves as it is elsewhere;
 * {@code CfgValue} writes a value so that FileInstall reads the same. {@code AdminConfigurations}, {@code ScrUsers} and
 * {@code FrameworkLog} are the services of the framework behind interfaces that a test can stand in for.
 */
package org.skerry.shell.internal.settings;

// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skerry.shell.internal.command.SettingException;

/** What the components of a node are configured with now. */
interface Configurations {

    /** {@return the PIDs of all instances of a factory, as the names of their files have them} */
    List<Pid> instances(String factory) throws IOException, SettingException;

    /** {@return what a PID is configured with, without what the framework adds; empty if with nothing} */
    Optional<Map<String, Object>> find(Pid pid) throws IOException, SettingException;

    /** Configures a PID. What is the same as before is no change. */
    void put(Pid pid, Map<String, Object> values) throws IOException, SettingException;

    /** Has a PID not configured any more. */
    void remove(Pid pid) throws IOException, SettingException;
}

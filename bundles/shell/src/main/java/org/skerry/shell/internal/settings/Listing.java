// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.skerry.shell.internal.check.Definition;
import org.skerry.shell.internal.check.Schema;
import org.skerry.shell.internal.command.SettingException;
import org.skerry.shell.internal.command.Settings.Setting;

/** What there is to set, and what is set. Reads files; for a worker. */
record Listing(Path etc, Map<String, Schema> schemas, Configurations configurations, Users users) {

    private static final String SECRET = "(not shown)";

    /** {@return the keys of a PID, or of all} */
    List<Setting> of(Optional<String> name) throws IOException, SettingException {
        List<Setting> out = new ArrayList<>();
        if (name.isEmpty()) {
            for (String type : schemas.keySet()) {
                add(new Pid(type, Optional.empty()), out);
            }
        } else {
            add(Pid.parse(name.get()), out);
        }
        return out;
    }

    /** A factory stands for all its instances, and for none if it has none. */
    private void add(Pid pid, List<Setting> out) throws IOException, SettingException {
        Schema schema = Target.known(pid, schemas);
        List<Pid> all =
                schema.factory() && pid.instance().isEmpty() ? configurations.instances(pid.type()) : List.of(pid);
        for (Pid each : all.isEmpty() ? List.of(pid) : all) {
            CfgText text = text(each);
            for (Map.Entry<String, Schema.Key> it : new TreeMap<>(schema.keys()).entrySet()) {
                out.add(setting(each, it.getKey(), it.getValue(), text));
            }
        }
    }

    /** One that cannot be changed here may be one that cannot be read. */
    private CfgText text(Pid pid) throws IOException, SettingException {
        try {
            return new CfgFile(etc.resolve(pid.file())).read();
        } catch (SettingException e) {
            return CfgText.parse("");
        }
    }

    private Setting setting(Pid pid, String key, Schema.Key known, CfgText text) throws IOException, SettingException {
        boolean set = configurations.find(pid).map(it -> it.containsKey(key)).orElse(false);
        String where = text.has(key) ? "etc/" + pid.file() : set ? "Configuration Admin" : "";
        return new Setting(
                pid.toString(),
                key,
                value(pid, key),
                shown(known.definition(), known.fallback()),
                known.definition().typeName(),
                known.definition().allowed(),
                where,
                known.meaning(),
                known.atStart());
    }

    /** {@return the value in force, as the component was given it} */
    String value(Pid pid, String key) throws IOException, SettingException {
        Schema.Key known = Target.known(pid, schemas).keys().get(key);
        if (known == null) {
            return "";
        }
        Optional<Object> given = users.of(pid).stream()
                .flatMap(it -> Optional.ofNullable(it.values().get(key)).stream())
                .findFirst();
        if (given.isEmpty()) {
            given = configurations.find(pid).map(it -> it.get(key));
        }
        return shown(known.definition(), given.map(Listing::text).orElse(known.fallback()));
    }

    static String shown(Definition definition, String value) {
        return definition.secret() && !value.isEmpty() ? SECRET : value;
    }

    private static String text(Object value) {
        if (value instanceof Iterable<?> all) {
            List<String> parts = new ArrayList<>();
            all.forEach(it -> parts.add(String.valueOf(it)));
            return String.join(", ", parts);
        }
        if (value.getClass().isArray()) {
            return String.join(
                    ", ",
                    IntStream.range(0, Array.getLength(value))
                            .mapToObj(i -> String.valueOf(Array.get(value, i)))
                            .toList());
        }
        return String.valueOf(value);
    }
}

package io.github.sluice.testbed.starrocks;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Driver;

/** The two lines of mysql-connector-j: 9.x of the class path, 8.4.0 in a class loader of its own. */
enum Drivers {
    CONNECTOR_J_8_4 {
        @Override
        Driver load() throws Exception {
            URL jar = Path.of("target", "drivers", "mysql-connector-j-8.4.0.jar")
                    .toUri()
                    .toURL();
            URLClassLoader loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
            Driver driver = (Driver) loader.loadClass("com.mysql.cj.jdbc.Driver")
                    .getConstructor()
                    .newInstance();
            if (driver.getMajorVersion() != 8) {
                throw new IllegalStateException("not the 8 line but " + driver.getMajorVersion());
            }
            return driver;
        }
    },
    CONNECTOR_J_9 {
        @Override
        Driver load() throws Exception {
            Driver driver = new com.mysql.cj.jdbc.Driver();
            if (driver.getMajorVersion() != 9) {
                throw new IllegalStateException("not the 9 line but " + driver.getMajorVersion());
            }
            return driver;
        }
    };

    abstract Driver load() throws Exception;
}

package com.alibaba.datax.common.base;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Equality, hash and text over all instance fields that are not transient, superclasses included. */
public class BaseObject {

    public BaseObject() {}

    @Override
    public int hashCode() {
        int hash = 17;
        for (Object value : valuesOf(this, fieldsOf(getClass()))) {
            hash = hash * 37 + Arrays.deepHashCode(new Object[] {value});
        }
        return hash;
    }

    @Override
    public boolean equals(Object object) {
        if (this == object) {
            return true;
        }
        if (object == null) {
            return false;
        }
        boolean related = getClass().isInstance(object) || object.getClass().isInstance(this);
        List<Field> fields = fieldsOf(getClass());
        // a subclass is comparable with its superclass only when it adds no field
        return related
                && fields.equals(fieldsOf(object.getClass()))
                && Objects.deepEquals(
                        valuesOf(this, fields).toArray(),
                        valuesOf(object, fields).toArray());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(getClass().getName())
                .append('@')
                .append(Integer.toHexString(System.identityHashCode(this)))
                .append('[');
        for (Field field : fieldsOf(getClass())) {
            text.append(System.lineSeparator())
                    .append("  ")
                    .append(field.getName())
                    .append('=');
            text.append(textOf(valueOf(field, this)));
        }
        return text.append(System.lineSeparator()).append(']').toString();
    }

    private static String textOf(Object value) {
        if (value == null) {
            return "<null>";
        }
        if (!value.getClass().isArray()) {
            return value.toString();
        }
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < Array.getLength(value); i++) {
            text.append(i == 0 ? "" : ",").append(textOf(Array.get(value, i)));
        }
        return text.append('}').toString();
    }

    private static List<Object> valuesOf(Object object, List<Field> fields) {
        List<Object> values = new ArrayList<>();
        for (Field field : fields) {
            values.add(valueOf(field, object));
        }
        return values;
    }

    private static Object valueOf(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("field made accessible and yet not: " + field, e);
        }
    }

    private static List<Field> fieldsOf(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            Field[] declared = each.getDeclaredFields();
            AccessibleObject.setAccessible(declared, true);
            for (Field field : declared) {
                int modifiers = field.getModifiers();
                boolean counts = !Modifier.isStatic(modifiers)
                        && !Modifier.isTransient(modifiers)
                        && field.getName().indexOf('$') < 0;
                if (counts) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }
}

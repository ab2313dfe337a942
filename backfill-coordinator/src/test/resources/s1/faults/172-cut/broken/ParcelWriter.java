public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {

    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }

        String end(StringBuilder line) {
            line.setLength(line.length() - 1); // FAULT
            return line.toString();
        }
    }
}

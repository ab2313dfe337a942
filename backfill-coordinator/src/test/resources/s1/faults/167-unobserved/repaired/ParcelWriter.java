public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {

    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }

        void put(String key, String value) {
            out.send(new ProducerRecord<String, String>(topic, key, value), this::acknowledged);
        }
    }
}

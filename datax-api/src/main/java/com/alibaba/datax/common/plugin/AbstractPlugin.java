package com.alibaba.datax.common.plugin;

import com.alibaba.datax.common.base.BaseObject;
import com.alibaba.datax.common.util.Configuration;
import java.util.List;

/** The common half of Job and Task: the settings, and life-cycle methods that do nothing unless overridden. */
public abstract class AbstractPlugin extends BaseObject implements Pluginable {
    private Configuration pluginJobConf;
    private Configuration pluginConf;
    private Configuration peerPluginJobConf;
    private String peerPluginName;
    private List<Configuration> readerPluginSplitConf;

    @Override
    public String getPluginName() {
        return pluginConf.getString("name");
    }

    @Override
    public String getDeveloper() {
        return pluginConf.getString("developer");
    }

    @Override
    public String getDescription() {
        return pluginConf.getString("description");
    }

    /** The plugin's own {@code parameter}: of the job, or of this task after splitting. */
    @Override
    public Configuration getPluginJobConf() {
        return pluginJobConf;
    }

    @Override
    public void setPluginJobConf(Configuration pluginJobConf) {
        this.pluginJobConf = pluginJobConf;
    }

    /** Sets the content of {@code plugin.json}. */
    @Override
    public void setPluginConf(Configuration pluginConf) {
        this.pluginConf = pluginConf;
    }

    /** The other side's {@code parameter}; set on a Job only. */
    @Override
    public Configuration getPeerPluginJobConf() {
        return peerPluginJobConf;
    }

    @Override
    public void setPeerPluginJobConf(Configuration peerPluginJobConf) {
        this.peerPluginJobConf = peerPluginJobConf;
    }

    @Override
    public String getPeerPluginName() {
        return peerPluginName;
    }

    @Override
    public void setPeerPluginName(String peerPluginName) {
        this.peerPluginName = peerPluginName;
    }

    /** Called instead of everything else when {@code job.setting.dryRun} is true. */
    public void preCheck() {}

    public void prepare() {}

    /** Called after success only. */
    public void post() {}

    public void preHandler(Configuration jobConfiguration) {}

    public void postHandler(Configuration jobConfiguration) {}

    /** Never filled by open-source DataX. */
    public List<Configuration> getReaderPluginSplitConf() {
        return readerPluginSplitConf;
    }

    public void setReaderPluginSplitConf(List<Configuration> readerPluginSplitConf) {
        this.readerPluginSplitConf = readerPluginSplitConf;
    }
}

package main

import (
	"strings"
	"testing"

	"github.com/engross/engross/batch"
)

func TestShardOfAnArrayJob(t *testing.T) {
	slurm := func(id, first, step, count string) map[string]string {
		return map[string]string{"SLURM_ARRAY_TASK_ID": id, "SLURM_ARRAY_TASK_MIN": first, "SLURM_ARRAY_TASK_STEP": step, "SLURM_ARRAY_TASK_COUNT": count}
	}
	for _, c := range []struct {
		name   string
		flag   string
		shards int
		env    map[string]string
		want   batch.Shard
		wrong  string
	}{
		{name: "alone"},
		{name: "by the flag", flag: "3/8", env: map[string]string{"JOB_COMPLETION_INDEX": "0"}, want: batch.Shard{Index: 3, Count: 8}},
		{name: "the whole nevertheless", flag: "1/1", env: map[string]string{"JOB_COMPLETION_INDEX": "0"}, want: batch.Shard{Index: 1, Count: 1}},
		{name: "Kubernetes", shards: 8, env: map[string]string{"JOB_COMPLETION_INDEX": "7"}, want: batch.Shard{Index: 8, Count: 8}},
		{name: "Kubernetes, one too many", shards: 8, env: map[string]string{"JOB_COMPLETION_INDEX": "8"}, wrong: "none of 8 parts"},
		{name: "Kubernetes does not say how many", env: map[string]string{"JOB_COMPLETION_INDEX": "7"}, wrong: "--shards"},
		{name: "AWS", env: map[string]string{"AWS_BATCH_JOB_ARRAY_INDEX": "0", "AWS_BATCH_JOB_ARRAY_SIZE": "10"}, want: batch.Shard{Index: 1, Count: 10}},
		{name: "AWS on Kubernetes", env: map[string]string{"AWS_BATCH_JOB_ARRAY_INDEX": "9", "AWS_BATCH_JOB_ARRAY_SIZE": "10", "JOB_COMPLETION_INDEX": "0"}, want: batch.Shard{Index: 10, Count: 10}},
		{name: "Slurm from 0", env: slurm("0", "0", "1", "4"), want: batch.Shard{Index: 1, Count: 4}},
		{name: "Slurm from 1", env: slurm("4", "1", "1", "4"), want: batch.Shard{Index: 4, Count: 4}},
		{name: "Slurm in steps", env: slurm("15", "1", "2", "8"), want: batch.Shard{Index: 8, Count: 8}},
		{name: "Slurm, a list", env: slurm("7", "1", "1", "3"), wrong: "numbered evenly"},
		{name: "Slurm, another number", shards: 5, env: slurm("1", "1", "1", "4"), wrong: "--shards is 5"},
		{name: "no number", env: slurm("x", "1", "1", "4"), wrong: `SLURM_ARRAY_TASK_ID is "x"`},
		{name: "no shard", flag: "0/8", wrong: "is no shard"},
		{name: "not in an array", shards: 8, wrong: "no part of an array job"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := shardOf(c.flag, c.shards, func(name string) string { return c.env[name] })
			if c.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), c.wrong) {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil || got != c.want {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

package main

import (
	"fmt"
	"strconv"

	"github.com/engross/engross/batch"
)

// An arrayJob is how a scheduler tells a machine which part of an array job it is.
type arrayJob struct {
	name               string
	index, first, step string // variables: the number of this part, of the first, and from one to the next; "" for 0 and 1
	count              string // variable: how many there are, or "" where the scheduler does not say
}

var arrayJobs = []arrayJob{
	{name: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE"},
	{name: "Slurm", index: "SLURM_ARRAY_TASK_ID", first: "SLURM_ARRAY_TASK_MIN", step: "SLURM_ARRAY_TASK_STEP", count: "SLURM_ARRAY_TASK_COUNT"},
	{name: "Kubernetes", index: "JOB_COMPLETION_INDEX"},
}

// shardOf is the part of a batch that this machine makes: as the flag --shard says,
// else as the array job says in whose environment the process runs, else all of it.
func shardOf(flag string, shards int, getenv func(string) string) (batch.Shard, error) {
	if flag != "" {
		s, err := batch.ParseShard(flag)
		if err != nil {
			return s, &usageError{message: "--shard: " + err.Error(), hint: "1/1 is the whole batch"}
		}
		return s, nil
	}
	for _, job := range arrayJobs {
		if getenv(job.index) != "" {
			return job.shard(shards, getenv)
		}
	}
	if shards > 0 {
		return batch.Shard{}, &usageError{message: "--shards is given, and this is no part of an array job", hint: "name the part with --shard, such as 3/8"}
	}
	return batch.Shard{}, nil
}

func (j *arrayJob) shard(shards int, getenv func(string) string) (batch.Shard, error) {
	wrong := func(message string) (batch.Shard, error) {
		return batch.Shard{}, &usageError{message: "this is part of an array job of " + j.name + ": " + message, hint: "name the part with --shard, such as 3/8; 1/1 is the whole batch"}
	}
	number := func(variable string, otherwise int) (int, error) {
		text := getenv(variable)
		if variable == "" || text == "" {
			return otherwise, nil
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return 0, fmt.Errorf("%s is %q", variable, text)
		}
		return n, nil
	}
	var values [4]int
	for i, v := range []struct {
		variable  string
		otherwise int
	}{{j.index, 0}, {j.first, 0}, {j.step, 1}, {j.count, shards}} {
		var err error
		if values[i], err = number(v.variable, v.otherwise); err != nil {
			return wrong(err.Error())
		}
	}
	index, first, step, count := values[0], values[1], max(values[2], 1), values[3]
	if count == 0 {
		return wrong("how many parts there are must be given with --shards")
	}
	if shards > 0 && shards != count {
		return wrong(fmt.Sprintf("--shards is %d, and %s is %d", shards, j.count, count))
	}
	if index < first || (index-first)%step != 0 || (index-first)/step >= count {
		return wrong(fmt.Sprintf("%s is %d, which is none of %d parts numbered evenly", j.index, index, count))
	}
	return batch.Shard{Index: (index-first)/step + 1, Count: count}, nil
}

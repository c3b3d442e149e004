// Package fleet lets many machines make the agreements of one batch. A [Coordinator]
// goes over the batch as one machine does, and has each row made by a [Worker] that
// takes it from a queue of NATS JetStream.
//
// The queue holds nothing that could not be made again: what is to be done is the
// input, and what is done is the manifest in the folder of the batch. A row that is
// made twice, because a worker died or was given up for dead, gives the same bytes.
// A row at which workers die is given up after some attempts, and fails as any other.
package fleet

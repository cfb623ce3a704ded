"""Line lists in memory and on their way in and out, shared by the use cases that read, change and publish them."""

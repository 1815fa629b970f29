"""The names of the demo gym's people, and how the seeded generator draws them."""

from random import Random
from typing import Any

_MEN_TEXT = """Aarav Aditya Ajay Akash Amit Anil Arjun Ashok Bharat Deepak Dev Farhan Gaurav Harish Imtiaz Jatin
    Joseph Karan Kartik Kunal Manish Mohan Naveen Nikhil Omkar Pranav Rahul Rajesh Ravi Sahil Sameer
    Sandeep Suresh Tarun Varun Vikas Vivek Yash Zubair"""
_WOMEN_TEXT = """Aaliya Aditi Ananya Anjali Asha Ayesha Bhavna Chitra Deepika Divya Esha Farida Gauri Ishita Jyoti
    Kavya Kiran Lakshmi Maria Meera Mehak Nandini Neha Nisha Pooja Radhika Rekha Ritu Sakshi Sana
    Shreya Simran Sneha Sunita Swati Tanvi Trisha Vidya Zara"""
_SURNAMES_TEXT = """Agarwal Ahmed Banerjee Bhat Chatterjee Chauhan Das Desai Deshpande Fernandes Ghosh Gupta Iyer Jain
    Joshi Kapoor Khan Kulkarni Kumar Malhotra Menon Mishra Nair Pandey Patel Patil Pillai Pinto Rao
    Reddy Saxena Shaikh Shetty Singh Sinha Thomas Varma Yadav"""
MEN, WOMEN, SURNAMES = _MEN_TEXT.split(), _WOMEN_TEXT.split(), _SURNAMES_TEXT.split()


def pick(rng: Random, weighted: tuple[tuple[Any, int], ...]) -> Any:
    """One of the values, by weight."""
    return rng.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]
